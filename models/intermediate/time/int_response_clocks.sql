-- One row per response clock: of a lead (from when it was there for sales) and of a stay with an owner (from when it began).
-- A lead's clock runs on the calendar of the owner at the first response, while uncontacted on today's owner's.
{{ config(materialized='view') }}
with leads as (

    select
        leads.lead_key,
        leads.owner_key,
        leads.clock_started_at,
        responded.first_contacted_at
    from {{ ref('int_leads_survived') }} as leads
    left join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key

),

-- The last stay that had begun; owners of an unknown time are today's.
responders as (

    select leads.lead_key, stays.calendar
    from leads
    inner join {{ ref('int_lead_owners_sequenced') }} as stays on leads.lead_key = stays.lead_key
    where leads.first_contacted_at is not null
        and (stays.assigned_at <= leads.first_contacted_at or stays.assigned_at is null)
        and (stays.replaced_at > leads.first_contacted_at or stays.replaced_at is null)

),

lead_clocks as (

    select
        leads.lead_key as clock_key,
        leads.lead_key,
        'lead' as clock_type,
        case when leads.first_contacted_at is null then owners.calendar else responders.calendar end as calendar,
        leads.clock_started_at as started_at
    from leads
    left join responders on leads.lead_key = responders.lead_key
    left join {{ ref('int_users_described') }} as owners on leads.owner_key = owners.user_key

),

clocks as (

    select clock_key, lead_key, clock_type, calendar, started_at from lead_clocks
    union all
    select assignment_key as clock_key, lead_key, 'stay' as clock_type, calendar, assigned_at as started_at
    from {{ ref('int_lead_stays_ended') }}
    where assigned_at is not null

)

select
    clocks.clock_key,
    clocks.lead_key,
    clocks.clock_type,
    coalesce(clocks.calendar, '{{ var("default_calendar") }}') as calendar,
    limited.limit_unit,
    limited.limit_value,
    limited.applies,
    clocks.started_at
from clocks
inner join {{ ref('int_leads_limited') }} as limited on clocks.lead_key = limited.lead_key
