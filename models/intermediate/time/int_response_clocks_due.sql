-- One row per response clock: the earliest instant at which its limit is used up (null where none applies).
-- A start outside working hours begins at the next opening. Of a working-time limit that would end beyond the years that
-- the calendars reach, nothing is due: it does not apply, and is counted as a fault.
with clocks as (

    select * from {{ ref('int_response_clocks') }}

),

clocks_counted as (

    select
        clocks.*,
        {{ working_seconds('clocks.started_at', 'days') }} as working_seconds_before,
        case
            when clocks.limit_unit = 'working_minutes' then clocks.limit_value * 60
            when clocks.limit_unit = 'working_days' then clocks.limit_value * calendars.standard_day_seconds
        end as working_limit_seconds
    from clocks
    left join {{ ref('stg_reference__calendar_days') }} as days
        on clocks.calendar = days.calendar
        and cast(clocks.started_at as date) = days.utc_date
    left join {{ ref('stg_reference__calendars') }} as calendars on clocks.calendar = calendars.calendar

),

clocks_aimed as (

    select
        *,
        cast(working_seconds_before + working_limit_seconds as bigint) as working_target,
        -- A limit of 0 is used up when work begins, not when it last ended.
        cast(working_seconds_before + greatest(working_limit_seconds, 1) as bigint) as working_second
    from clocks_counted

),

clocks_ended as (

    select
        aimed.clock_key,
        aimed.clock_type,
        aimed.calendar,
        aimed.applies,
        aimed.working_seconds_before,
        aimed.started_at,
        case
            when aimed.limit_unit = 'minutes' then {{ add_seconds('aimed.started_at', 'aimed.limit_value * 60') }}
            else {{ add_seconds('stretches.starts_at', 'aimed.working_target - stretches.seconds_before') }}
        end as due_at
    from clocks_aimed as aimed
    left join {{ ref('stg_reference__calendar_stretches') }} as stretches
        on aimed.calendar = stretches.calendar
        and cast(floor((aimed.working_second - 1) / 28800) as bigint) = stretches.bucket
        and aimed.working_second > stretches.seconds_before
        and aimed.working_second <= stretches.seconds_after

)

select
    clock_key,
    clock_type,
    calendar,
    applies and due_at is not null as applies,
    working_seconds_before,
    started_at,
    due_at
from clocks_ended
