-- One row per surviving lead: its person, whether it is a duplicate, of which lead, and whether it counts.
-- A duplicate came while an earlier lead of the person that counts was open; the earliest such is its root.
with leads as (

    select leads.lead_key, labelled.is_test, people.person_key
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_people_identified') }} as people
        on leads.lead_key = people.record_key and people.record_type = 'lead'

),

closings as (

    select lead_key, closed_from, closed_until
    from {{ ref('int_lead_closings') }}

),

roots_open as (

    select queued.lead_key, roots.root_key, roots.lead_number
    from {{ ref('int_leads_queued') }} as queued
    inner join {{ ref('int_lead_roots_walked') }} as roots
        on queued.person_key = roots.person_key
        and queued.lead_number > roots.lead_number
    left join closings
        on roots.root_key = closings.lead_key
        and queued.created_at >= closings.closed_from
        and queued.created_at < closings.closed_until
    where closings.lead_key is null

),

duplicates as (

    select lead_key, root_key
    from roots_open
    qualify row_number() over (partition by lead_key order by lead_number) = 1

)

select
    leads.lead_key,
    leads.person_key,
    duplicates.root_key as duplicate_of_lead_key,
    leads.is_test,
    duplicates.root_key is not null as is_duplicate,
    duplicates.root_key is null and not leads.is_test as is_counted
from leads
left join duplicates on leads.lead_key = duplicates.lead_key
