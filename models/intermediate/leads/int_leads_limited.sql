-- One row per surviving lead: its response limit. The table is looked up by source category and temperature when the
-- clock started, then by category for any temperature, by temperature for any category, by the row for any.
with leads as (

    select lead_key, source_category, coalesce(temperature_at_start, 'any') as temperature
    from {{ ref('int_leads_labelled') }}

),

slas as (

    select source_category, temperature, limit_value, limit_unit, applies
    from {{ ref('response_slas') }}

),

leads_looked_up as (

    select
        leads.lead_key,
        coalesce(exact.applies, of_category.applies, of_temperature.applies, of_any.applies, false) as applies,
        case
            when exact.applies is not null then exact.limit_unit
            when of_category.applies is not null then of_category.limit_unit
            when of_temperature.applies is not null then of_temperature.limit_unit
            else of_any.limit_unit
        end as limit_unit,
        case
            when exact.applies is not null then exact.limit_value
            when of_category.applies is not null then of_category.limit_value
            when of_temperature.applies is not null then of_temperature.limit_value
            else of_any.limit_value
        end as limit_value
    from leads
    left join slas as exact
        on leads.source_category = exact.source_category and leads.temperature = exact.temperature
    left join slas as of_category
        on leads.source_category = of_category.source_category and of_category.temperature = 'any'
    left join slas as of_temperature
        on of_temperature.source_category = 'any'
        and leads.temperature = of_temperature.temperature
        and of_temperature.temperature <> 'any'
    left join slas as of_any on of_any.source_category = 'any' and of_any.temperature = 'any'

)

select
    lead_key,
    applies,
    case when applies then limit_unit end as limit_unit,
    case when applies then limit_value end as limit_value
from leads_looked_up
