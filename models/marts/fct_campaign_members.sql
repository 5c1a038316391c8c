-- One row per campaign membership of a lead or contact.
-- Do not count rows as people: one person may be a member of one campaign under several records.
with members as (

    select * from {{ ref('int_campaign_members_answered') }}

),

people as (

    select record_key, record_type, person_key from {{ ref('int_people_identified') }}

)

select
    members.campaign_member_key,
    members.source_system,
    members.campaign_key,
    coalesce(people_of_leads.person_key, people_of_contacts.person_key) as person_key,
    members.lead_key,
    members.contact_key,
    members.status,
    members.status_raw,
    members.has_responded,
    members.has_succeeded,
    members.joined_at,
    members.first_responded_at
from members
left join people as people_of_leads
    on members.lead_key = people_of_leads.record_key and people_of_leads.record_type = 'lead'
left join people as people_of_contacts
    on members.contact_key = people_of_contacts.record_key and people_of_contacts.record_type = 'contact'
