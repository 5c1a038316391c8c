-- One row per opportunity on which data-driven models learn and touch on its path: closed, real ones with a touch.
-- The path is the channels in the order of touch_number, repeats kept.
{{ config(materialized='view') }}
select
    touches.opportunity_key,
    touches.touch_number,
    touches.channel,
    touches.is_last,
    opportunities.is_won
from {{ ref('int_opportunity_touches_positioned') }} as touches
inner join {{ ref('int_opportunities_progressed') }} as opportunities
    on touches.opportunity_key = opportunities.opportunity_key
where touches.is_credited and opportunities.is_counted and opportunities.is_closed
