-- One row per campaign with its costs in the reporting currency: the actual cost that the CRM states, at the rate of the
-- campaign's start, else of its creation; where it states none, what ad platforms charged for the campaign.
-- No cost and a cost of 0 are the same: unknown. A missing rate makes the cost null, never 1.
with dated as (

    select
        campaign_key,
        currency,
        case when actual_cost_original > 0 then actual_cost_original end as cost_original,
        case when budgeted_cost_original > 0 then budgeted_cost_original end as budgeted_cost_original,
        coalesce(start_date, {{ to_local_date('created_at') }}) as started_date
    from {{ ref('int_campaigns_unioned') }}

),

charged as (

    select
        matched.campaign_key,
        -- A part of the charges is no sum: with a day whose rate is missing the spend is unknown.
        case when count(days.spend) = count(*) then sum(days.spend) end as spend
    from {{ ref('int_campaign_spend_valued') }} as days
    inner join {{ ref('int_spend_campaigns_matched') }} as matched on days.spend_campaign_key = matched.spend_campaign_key
    where matched.campaign_key is not null
    group by matched.campaign_key

),

converted as (

    select
        dated.campaign_key,
        dated.cost_original,
        dated.started_date,
        coalesce(dated.started_date, cast('0001-01-01' as date)) as rate_date,
        -- A product of 18 digits would overflow at a hundred million; what does not fit into a cost is unknown.
        try_cast(round(cast(dated.cost_original as decimal(20, 2)) * cast(rates.rate as decimal(18, 8)), 2) as decimal(18, 2)) as stated_cost,
        try_cast(round(cast(dated.budgeted_cost_original as decimal(20, 2)) * cast(rates.rate as decimal(18, 8)), 2) as decimal(18, 2))
            as budgeted_cost,
        try_cast(charged.spend as decimal(18, 2)) as spend
    from dated
    left join charged on dated.campaign_key = charged.campaign_key
    left join {{ ref('int_currency_rates') }} as rates
        on rates.currency = dated.currency
        and coalesce(dated.started_date, cast('0001-01-01' as date)) >= rates.valid_from
        and coalesce(dated.started_date, cast('0001-01-01' as date)) < rates.valid_to

)

select
    campaign_key,
    cost_original,
    started_date,
    rate_date,
    case
        when cost_original is not null then stated_cost
        when spend > 0 then spend
    end as cost,
    case
        when stated_cost is not null then 'campaign'
        when cost_original is null and spend > 0 then 'spend'
    end as cost_source,
    spend,
    budgeted_cost
from converted
