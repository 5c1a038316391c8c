-- One row per surviving lead and stay with an owner: its first attempt and when one was due.
-- What happens at the instant of a change belongs to the new stay, what happens at the closing to the one that it ended.
-- A view: only the fact reads it, and writing it took longer than the fact takes more.
{{ config(materialized='view') }}
with stays as (

    select * from {{ ref('int_lead_stays_ended') }}

),

attempts as (

    select lead_key, counted_at, ordered_at, precision, is_early
    from {{ ref('int_lead_attempts_timed') }}
    where is_attempt

),

first_touches as (

    select stays.assignment_key, attempts.counted_at as first_touch_at, attempts.precision
    from stays
    inner join attempts on stays.lead_key = attempts.lead_key
    where (attempts.counted_at >= stays.assigned_at or (stays.assigned_at is null and not attempts.is_early))
        and (
            stays.released_at is null
            or attempts.counted_at < stays.released_at
            or (stays.end_reason <> 'reassigned' and attempts.counted_at = stays.released_at)
        )
    qualify row_number() over (
        partition by stays.assignment_key
        order by attempts.ordered_at, case when attempts.precision = 'day' then 0 else 1 end, attempts.counted_at
    ) = 1

)

select
    stays.*,
    first_touches.first_touch_at,
    first_touches.precision as first_touch_precision,
    clocks.due_at as response_due_at,
    coalesce(clocks.applies, false) as applies
from stays
left join first_touches on stays.assignment_key = first_touches.assignment_key
left join {{ ref('int_response_clocks_due') }} as clocks
    on stays.assignment_key = clocks.clock_key and clocks.clock_type = 'stay'
