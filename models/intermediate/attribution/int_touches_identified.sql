-- One row per touch with the person behind it: the lead's, else the contact's, else that of the e-mail address.
-- contact_person_key is set only where lead and contact are not known to be one person: the touch is then that of both.
with people as (

    select record_type, record_key, person_key from {{ ref('int_people_identified') }}

)

select
    touches.touchpoint_key,
    touches.source_system,
    coalesce(people_of_leads.person_key, people_of_contacts.person_key, touches.address_person_key) as person_key,
    case
        when people_of_leads.person_key <> people_of_contacts.person_key then people_of_contacts.person_key
    end as contact_person_key,
    touches.lead_key,
    touches.contact_key,
    touches.campaign_key,
    touches.channel,
    touches.touch_type,
    touches.precision,
    touches.touched_at
from {{ ref('int_touches_unioned') }} as touches
left join people as people_of_leads
    on touches.lead_key = people_of_leads.record_key and people_of_leads.record_type = 'lead'
left join people as people_of_contacts
    on touches.contact_key = people_of_contacts.record_key and people_of_contacts.record_type = 'contact'
