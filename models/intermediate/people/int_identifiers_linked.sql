-- One row per surviving lead or contact and identifier: an e-mail address or a contact of its own source system.
-- A merged record hands its address on to the record that stands for it; shared addresses join nobody.
with survived as (

    select record_type, record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where survivor_key is not null

),

records as (

    select 'lead' as record_type, lead_key as record_key, source_system, email, converted_contact_key as contact_key
    from {{ ref('int_leads_unioned') }}
    union all
    select 'contact' as record_type, contact_key as record_key, source_system, email, contact_key
    from {{ ref('int_contacts_unioned') }}

),

records_followed as (

    select
        records.record_type,
        survived.survivor_key as record_key,
        records.source_system,
        lower(trim(records.email)) as email,
        coalesce(contacts.survivor_key, records.contact_key) as contact_key
    from records
    inner join survived
        on records.record_type = survived.record_type
        and records.record_key = survived.record_key
    left join survived as contacts
        on records.contact_key = contacts.record_key
        and contacts.record_type = 'contact'

),

shared as (

    select distinct lower(trim(email)) as email
    from {{ ref('shared_addresses') }}

)

select distinct
    records_followed.record_type,
    records_followed.record_key,
    records_followed.source_system || ' ' || records_followed.email as identifier
from records_followed
left join shared on records_followed.email = shared.email
where records_followed.email <> '' and shared.email is null
union all
select distinct record_type, record_key, contact_key as identifier
from records_followed
where contact_key is not null
