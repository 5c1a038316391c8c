-- Fails with each touch on an opportunity that was after its close, after as_of_at or too long before its creation.
-- On the day of a close of which the day alone is known the hour does not matter.
select
    touches.opportunity_key,
    touches.touchpoint_key,
    touches.touched_at,
    opportunities.created_at,
    opportunities.closed_at
from {{ ref('fct_opportunity_touchpoints') }} as touches
inner join {{ ref('fct_opportunities') }} as opportunities on touches.opportunity_key = opportunities.opportunity_key
inner join {{ ref('int_opportunities_closed') }} as closings on touches.opportunity_key = closings.opportunity_key
inner join {{ ref('int_sources_as_of') }} as sources on touches.source_system = sources.source_system
where
    case
        when closings.closed_day is null then touches.touched_at > opportunities.closed_at
        else {{ to_local_date('touches.touched_at') }} > closings.closed_day
    end
    or touches.touched_at > sources.as_of_at
    or {{ seconds_between('touches.touched_at', 'opportunities.created_at') }} > {{ var('attribution_window_days') }} * 86400
