-- One row per surviving lead that has an activity: when it was acknowledged, first contacted and last active, and how
-- often a person tried. Attempts count from the clock's start until the later of conversion and first contact.
with touches as (

    select * from {{ ref('int_lead_attempts_timed') }}

),

first_contacts as (

    select lead_key, counted_at, precision
    from touches
    where is_attempt and not is_early
    qualify row_number() over (
        partition by lead_key order by ordered_at, case when precision = 'day' then 0 else 1 end, counted_at
    ) = 1

),

leads as (

    select
        rolled_up.lead_key,
        first_contacts.counted_at as first_contacted_at,
        first_contacts.precision as first_contacted_precision,
        greatest(rolled_up.converted_at, first_contacts.counted_at) as attempts_until_at,
        rolled_up.converted_at is not null as has_end
    from {{ ref('int_leads_rolled_up') }} as rolled_up
    inner join first_contacts on rolled_up.lead_key = first_contacts.lead_key

),

attempts as (

    select touches.lead_key, count(*) as contact_attempts
    from touches
    inner join leads on touches.lead_key = leads.lead_key
    where touches.is_attempt
        and not touches.is_early
        and (not leads.has_end or touches.counted_at <= leads.attempts_until_at)
    group by touches.lead_key

),

acknowledgements as (

    select lead_key, counted_at as first_acknowledged_at
    from touches
    where is_acknowledgement and not is_early
    qualify row_number() over (
        partition by lead_key order by ordered_at, case when precision = 'day' then 0 else 1 end, counted_at
    ) = 1

),

activities as (

    select lead_key, min(happened_at) as first_activity_at, max(happened_at) as last_activity_at
    from {{ ref('int_lead_activities_attributed') }}
    where is_completed
    group by lead_key

)

select
    activities.lead_key,
    leads.first_contacted_precision,
    cast(coalesce(attempts.contact_attempts, 0) as integer) as contact_attempts,
    acknowledgements.first_acknowledged_at,
    activities.first_activity_at,
    leads.first_contacted_at,
    activities.last_activity_at
from activities
left join leads on activities.lead_key = leads.lead_key
left join attempts on activities.lead_key = attempts.lead_key
left join acknowledgements on activities.lead_key = acknowledgements.lead_key
