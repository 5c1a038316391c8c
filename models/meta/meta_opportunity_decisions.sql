-- One row per opportunity: at which rate its amount was converted, and what tells when it was closed.
-- Nothing to sum: fct_opportunities has what came of it.
with closings as (

    select
        closings.opportunity_key,
        case
            when closings.closed_at is null then null
            when closings.closed_at = stays.closed_at then stays.stay_source
            else 'record'
        end as closed_at_source
    from {{ ref('int_opportunities_closed') }} as closings
    left join {{ ref('int_opportunity_stages_summed') }} as stays on closings.opportunity_key = stays.opportunity_key

)

select
    valued.opportunity_key,
    closings.closed_at_source,
    rates.rate,
    valued.rate_date,
    rates.valid_from as rate_valid_from
from {{ ref('int_opportunities_valued') }} as valued
inner join {{ ref('int_opportunities_progressed') }} as progressed
    on valued.opportunity_key = progressed.opportunity_key and not progressed.is_deleted
inner join closings on valued.opportunity_key = closings.opportunity_key
left join {{ ref('int_currency_rates') }} as rates
    on valued.currency = rates.currency
    and valued.rate_date >= rates.valid_from
    and valued.rate_date < rates.valid_to
