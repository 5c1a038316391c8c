-- One row per attribution model, system, campaign, lead source category, month of leads and months from it to the money.
-- Within one model columns add up; renewals are left out. What came after months_observed is not known yet; months_since_lead is null for it.
with models as (

    select attribution_model
    from {{ ref('attribution_models') }}
    where is_enabled

),

sources as (

    select source_system, as_of_date from {{ ref('int_sources_as_of') }}

),

leads_counted as (

    select campaign_key, count(*) as leads from {{ ref('fct_leads') }} where is_counted group by campaign_key

),

leads as (

    select
        leads.source_system,
        leads.campaign_key,
        leads.source_category,
        leads.is_qualified,
        leads.is_won,
        leads.created_date,
        -- The campaign's leads share its cost, so that a cohort bears what its leads cost.
        cast(campaigns.cost / leads_counted.leads as decimal(28, 10)) as cost
    from {{ ref('fct_leads') }} as leads
    left join {{ ref('dim_campaigns') }} as campaigns on leads.campaign_key = campaigns.campaign_key
    left join leads_counted on leads.campaign_key = leads_counted.campaign_key
    where leads.is_counted

),

-- A duplicate's deal is its root's: the person came when the root did.
deals as (

    select
        opportunities.opportunity_key, opportunities.is_won, opportunities.is_closed, opportunities.closed_date,
        roots.source_category, roots.created_date
    from {{ ref('fct_opportunities') }} as opportunities
    left join {{ ref('fct_leads') }} as duplicates on opportunities.lead_key = duplicates.lead_key
    left join {{ ref('fct_leads') }} as roots
        on coalesce(duplicates.duplicate_of_lead_key, duplicates.lead_key) = roots.lead_key

),

campaigns_without_leads as (

    select campaigns.campaign_key, campaigns.source_system, campaigns.cost, campaigns.started_date
    from {{ ref('dim_campaigns') }} as campaigns
    left join (select distinct campaign_key from leads) as led on campaigns.campaign_key = led.campaign_key
    where led.campaign_key is null and campaigns.cost is not null

),

spent as (

    select
        source_system, campaign_key, source_category,
        {{ start_of_month('created_date') }} as cohort_month,
        count(*) as leads,
        sum(case when is_qualified then 1 else 0 end) as qualified_leads,
        sum(case when is_won then 1 else 0 end) as customers,
        sum(cost) as cost
    from leads
    group by source_system, campaign_key, source_category, {{ start_of_month('created_date') }}
    union all
    select
        source_system, campaign_key, cast(null as varchar) as source_category,
        {{ start_of_month('started_date') }} as cohort_month,
        0 as leads, 0 as qualified_leads, 0 as customers, cost
    from campaigns_without_leads
    union all
    select
        source_system, campaign_key, cast(null as varchar) as source_category,
        {{ start_of_month('spend_date') }} as cohort_month,
        -- As wide as the shares above: beside a sum of cents their union would be rounded to cents.
        0 as leads, 0 as qualified_leads, 0 as customers, cast(sum(spend) as decimal(28, 10)) as cost
    from {{ ref('fct_campaign_spend') }}
    where campaign_key is null
    group by source_system, campaign_key, {{ start_of_month('spend_date') }}

),

-- An opportunity without a lead has no cohort; it stays, so that nothing is left out of the sums.
earned as (

    select
        credits.attribution_model,
        credits.source_system,
        credits.campaign_key,
        deals.source_category,
        {{ start_of_month('deals.created_date') }} as cohort_month,
        case when deals.is_won then {{ dbt.datediff('deals.created_date', 'deals.closed_date', 'month') }} end as months,
        case when not deals.is_closed then credits.attributed_amount end as attributed_open_amount,
        credits.attributed_won_amount
    from {{ ref('fct_campaign_attribution') }} as credits
    inner join deals on credits.opportunity_key = deals.opportunity_key
    where credits.is_in_roi and (deals.is_won or not deals.is_closed)

),

united as (

    select
        models.attribution_model, spent.source_system, spent.campaign_key, spent.source_category, spent.cohort_month,
        0 as months_since_lead, spent.leads, spent.qualified_leads, spent.customers, spent.cost,
        0 as attributed_open_amount, 0 as attributed_won_amount
    from models
    cross join spent
    union all
    select
        attribution_model, source_system, campaign_key, source_category, cohort_month,
        -- Closed before its lead was created: a fault of the data that is counted elsewhere.
        case when months >= 0 then months end as months_since_lead,
        0 as leads, 0 as qualified_leads, 0 as customers, cast(null as decimal(28, 10)) as cost,
        attributed_open_amount, attributed_won_amount
    from earned

)

select
    united.attribution_model,
    united.source_system,
    united.campaign_key,
    united.source_category,
    cast(united.months_since_lead as integer) as months_since_lead,
    cast({{ dbt.datediff('united.cohort_month', 'sources.as_of_date', 'month') }} as integer) as months_observed,
    cast(sum(united.leads) as bigint) as leads,
    cast(sum(united.qualified_leads) as bigint) as qualified_leads,
    cast(sum(united.customers) as bigint) as customers,
    cast(sum(united.cost) as decimal(38, 10)) as cost,
    cast(coalesce(sum(united.attributed_open_amount), 0) as decimal(38, 10)) as attributed_open_amount,
    cast(coalesce(sum(united.attributed_won_amount), 0) as decimal(38, 10)) as attributed_won_amount,
    united.cohort_month
from united
left join sources on united.source_system = sources.source_system
group by
    united.attribution_model, united.source_system, united.campaign_key, united.source_category,
    united.months_since_lead, united.cohort_month, sources.as_of_date
