-- One row per surviving lead that answered no campaign and of which no touch is recorded: neither its own, nor that of a
-- record merged into it, of a duplicate of it or of the contact that it became. Its creation is then the only touch known.
with responses as (

    select lead_key, contact_key
    from {{ ref('int_campaign_members_answered') }}
    where has_responded
    union all
    select lead_key, contact_key
    from {{ ref('int_touch_records_screened') }}
    where left_out_reason is null

),

-- A touch that names an address alone is that of everybody's leads who is known by it.
people_answering as (

    select distinct address_person_key as person_key
    from {{ ref('int_touch_records_screened') }}
    where left_out_reason is null and lead_key is null and contact_key is null and address_person_key is not null

),

leads as (

    select
        deduplicated.lead_key,
        deduplicated.person_key,
        deduplicated.duplicate_of_lead_key,
        converted.contact_key
    from {{ ref('int_leads_deduplicated') }} as deduplicated
    inner join {{ ref('int_leads_converted') }} as converted on deduplicated.lead_key = converted.lead_key

),

contacts_answering as (

    select distinct contact_key from responses where contact_key is not null

),

own as (

    select lead_key from responses where lead_key is not null
    union
    select leads.lead_key
    from leads
    inner join contacts_answering on leads.contact_key = contacts_answering.contact_key
    union
    select leads.lead_key
    from leads
    inner join people_answering on leads.person_key = people_answering.person_key

),

leads_answering as (

    select lead_key from own
    union
    select leads.duplicate_of_lead_key as lead_key
    from leads
    inner join own on leads.lead_key = own.lead_key
    where leads.duplicate_of_lead_key is not null

)

select leads.lead_key
from leads
left join leads_answering on leads.lead_key = leads_answering.lead_key
where leads_answering.lead_key is null
