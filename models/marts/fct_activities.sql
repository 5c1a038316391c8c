-- One row per call, e-mail, meeting or note, planned ones included.
-- Do not count rows as work done: is_completed says what took place, is_attempt what was an attempt by a person.
with activities as (

    select * from {{ ref('int_activities_classified') }}

),

leads as (

    select * from {{ ref('int_activity_leads_linked') }}

),

people as (

    select record_key, record_type, person_key from {{ ref('int_people_identified') }}

)

select
    activities.activity_key,
    activities.source_system,
    activities.owner_key,
    coalesce(activities.lead_key, leads.lead_key) as lead_key,
    coalesce(people_of_leads.person_key, people_of_contacts.person_key, people_of_linked.person_key) as person_key,
    activities.opportunity_key,
    activities.activity_type,
    activities.direction,
    activities.precision,
    activities.is_automated,
    activities.is_attempt,
    activities.is_contact,
    activities.is_completed,
    activities.is_completed and not activities.is_automated as is_by_person,
    activities.has_notes,
    activities.due_date,
    activities.happened_at,
    {{ to_local_date('activities.happened_at') }} as happened_date
from activities
left join leads on activities.activity_key = leads.activity_key
left join people as people_of_leads
    on activities.lead_key = people_of_leads.record_key and people_of_leads.record_type = 'lead'
left join people as people_of_contacts
    on activities.contact_key = people_of_contacts.record_key and people_of_contacts.record_type = 'contact'
left join people as people_of_linked
    on leads.lead_key = people_of_linked.record_key and people_of_linked.record_type = 'lead'
