-- One row per opportunity with its amount in the reporting currency: closed at the rate of the close date,
-- open at the latest rate at as_of_at, rounded half-up to the cent. A missing rate makes it null, never 1.
with opportunities as (

    select * from {{ ref('int_opportunities_wound_back') }}

),

closings as (

    select * from {{ ref('int_opportunities_closed') }}

),

rates as (

    select * from {{ ref('int_currency_rates') }}

),

opportunities_dated as (

    select
        opportunities.opportunity_key,
        opportunities.source_system,
        opportunities.amount_original,
        upper(trim(coalesce(opportunities.currency, '{{ var("reporting_currency") }}'))) as currency,
        case
            when closings.is_closed
                then coalesce(opportunities.close_date, {{ to_local_date('closings.closed_at') }})
            else {{ to_local_date('opportunities.as_of_at') }}
        end as rate_date
    from opportunities
    inner join closings on opportunities.opportunity_key = closings.opportunity_key

)

select
    opportunities_dated.opportunity_key,
    opportunities_dated.source_system,
    opportunities_dated.currency,
    opportunities_dated.rate_date,
    opportunities_dated.amount_original,
    -- A product of 18 digits would overflow at a hundred million; what does not fit into the amount has none.
    try_cast(
        case
            when opportunities_dated.currency = '{{ var("reporting_currency") }}' then opportunities_dated.amount_original
            else round(cast(opportunities_dated.amount_original as decimal(20, 2)) * cast(rates.rate as decimal(18, 8)), 2)
        end as decimal(18, 2)
    ) as amount
from opportunities_dated
left join rates
    on opportunities_dated.currency = rates.currency
    and opportunities_dated.rate_date >= rates.valid_from
    and opportunities_dated.rate_date < rates.valid_to
