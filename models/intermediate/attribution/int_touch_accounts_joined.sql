-- One row per account and person with a contact on it by as_of_at.
-- A contact that was merged away has left its account; a merged account's contacts are on its survivor.
with survived as (

    select record_type, record_key, survivor_key, fate from {{ ref('int_records_survived') }}

)

select distinct
    contacts.source_system,
    coalesce(accounts.survivor_key, contacts.account_key) as account_key,
    people.person_key
from {{ ref('int_contacts_unioned') }} as contacts
inner join survived as kept
    on contacts.contact_key = kept.record_key
    and kept.record_type = 'contact'
    and kept.fate = 'kept'
inner join {{ ref('int_people_identified') }} as people
    on contacts.contact_key = people.record_key
    and people.record_type = 'contact'
inner join {{ ref('int_sources_as_of') }} as sources on contacts.source_system = sources.source_system
left join survived as accounts on contacts.account_key = accounts.record_key and accounts.record_type = 'account'
where contacts.account_key is not null
    -- An account that was deleted has no contacts any more; one that is not in the data keeps its key.
    and (accounts.record_key is null or accounts.survivor_key is not null)
    and coalesce(contacts.created_at <= sources.as_of_at, true)
