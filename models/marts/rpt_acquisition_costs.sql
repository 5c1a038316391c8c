-- One row per source system and month in which marketing or sales cost something or a new customer was won.
-- Columns add up over systems and months: spend that matches no campaign stands under `spend`, what sales cost under
-- `company`. A month's customers are rarely those of its cost: divide over a quarter or a year.
with figures as (

    select
        source_system,
        {{ start_of_month('started_date') }} as cost_month,
        cost as marketing_cost,
        cast(null as decimal(18, 2)) as sales_cost,
        0 as customers_won
    from {{ ref('dim_campaigns') }}
    where cost is not null
    union all
    select
        source_system,
        {{ start_of_month('spend_date') }} as cost_month,
        spend as marketing_cost,
        cast(null as decimal(18, 2)) as sales_cost,
        0 as customers_won
    from {{ ref('fct_campaign_spend') }}
    where campaign_key is null and spend is not null
    union all
    select
        'company' as source_system,
        cast(cost_month || '-01' as date) as cost_month,
        cast(null as decimal(18, 2)) as marketing_cost,
        cost as sales_cost,
        0 as customers_won
    from {{ ref('sales_costs') }}
    union all
    select
        source_system,
        {{ start_of_month('closed_date') }} as cost_month,
        cast(null as decimal(18, 2)) as marketing_cost,
        cast(null as decimal(18, 2)) as sales_cost,
        1 as customers_won
    from {{ ref('fct_opportunities') }}
    where is_counted and is_won and is_in_roi

),

-- Before the first cost that is known nobody knows what was spent; from then on a month without one cost nothing.
costs_known as (

    select count(*) as costs, min(cost_month) as first_month
    from figures
    where marketing_cost is not null

),

months_with_sales_cost as (

    select distinct cost_month from figures where sales_cost is not null

),

summed as (

    select
        source_system,
        cost_month,
        sum(marketing_cost) as marketing_cost,
        sum(sales_cost) as sales_cost,
        sum(customers_won) as customers_won
    from figures
    group by source_system, cost_month

),

judged as (

    select
        summed.source_system,
        summed.marketing_cost,
        summed.sales_cost,
        summed.customers_won,
        costs_known.costs > 0 and coalesce(summed.cost_month >= costs_known.first_month, true) as is_marketing_cost_known,
        months_with_sales_cost.cost_month is not null as is_sales_cost_known,
        summed.cost_month
    from summed
    cross join costs_known
    left join months_with_sales_cost on summed.cost_month = months_with_sales_cost.cost_month

)

select
    source_system,
    cast(case when is_marketing_cost_known then coalesce(marketing_cost, 0) end as decimal(28, 2)) as marketing_cost,
    cast(sales_cost as decimal(28, 2)) as sales_cost,
    cast(
        case when is_marketing_cost_known and is_sales_cost_known then coalesce(marketing_cost, 0) + coalesce(sales_cost, 0) end
        as decimal(28, 2)
    ) as acquisition_cost,
    cast(customers_won as bigint) as customers_won,
    is_marketing_cost_known,
    is_sales_cost_known,
    cost_month
from judged
