-- One row per lead and attempt or automated acknowledgement that counts for it, with the time at which it counts.
-- A touch known by its day only counts from 00:00 of that day, never before the clock started, and stands after the
-- timed touches of that day. A touch before the clock started is marked, not moved.
with touches as (

    select lead_key, activity_key, is_attempt, is_acknowledgement, precision, happened_at
    from {{ ref('int_lead_activities_attributed') }}
    where is_attempt or is_acknowledgement

),

leads as (

    select lead_key, clock_started_at
    from {{ ref('int_leads_survived') }}

),

touches_compared as (

    select
        touches.*,
        leads.clock_started_at,
        touches.happened_at < case
            when touches.precision = 'day' then {{ start_of_local_day(to_local_date('leads.clock_started_at')) }}
            else leads.clock_started_at
        end as is_early
    from touches
    inner join leads on touches.lead_key = leads.lead_key

)

select
    lead_key,
    activity_key,
    is_attempt,
    is_acknowledgement,
    precision,
    happened_at,
    case
        when precision = 'day' and not is_early then greatest(happened_at, clock_started_at)
        else happened_at
    end as counted_at,
    -- The next day's beginning: later than every timed touch of the day, and first among equals.
    case
        when precision = 'day' then {{ start_of_local_day(add_days(to_local_date('happened_at'), 1)) }}
        else happened_at
    end as ordered_at,
    is_early
from touches_compared
