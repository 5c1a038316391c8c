-- One row per campaign with its costs in the reporting currency, at the rate of its start, else of its creation.
-- No cost and a cost of 0 are the same: unknown. A missing rate makes the cost null, never 1.
with dated as (
    select
        campaign_key,
        currency,
        case when actual_cost_original > 0 then actual_cost_original end as cost_original,
        case when budgeted_cost_original > 0 then budgeted_cost_original end as budgeted_cost_original,
        coalesce(start_date, {{ to_local_date('created_at') }}, cast('0001-01-01' as date)) as rate_date
    from {{ ref('int_campaigns_unioned') }}
)

select
    dated.campaign_key,
    dated.cost_original,
    dated.rate_date,
    -- A product of 18 digits would overflow at a hundred million; what does not fit into a cost is unknown.
    try_cast(round(cast(dated.cost_original as decimal(20, 2)) * cast(rates.rate as decimal(18, 8)), 2) as decimal(18, 2)) as cost,
    try_cast(round(cast(dated.budgeted_cost_original as decimal(20, 2)) * cast(rates.rate as decimal(18, 8)), 2) as decimal(18, 2))
        as budgeted_cost
from dated
left join {{ ref('int_currency_rates') }} as rates
    on rates.currency = dated.currency
    and dated.rate_date >= rates.valid_from
    and dated.rate_date < rates.valid_to
