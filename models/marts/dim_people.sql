-- One row per person of a source system: all leads and contacts with one e-mail address or one converted contact.
-- Each field is the newest record's that fills it. Nothing to sum over facts: a person has several leads.
with records as (

    select
        'lead' as record_type, lead_key as record_key, source_system, first_name, last_name, email, phone, title,
        company, country, created_at, modified_at
    from {{ ref('int_leads_unioned') }}
    union all
    select
        'contact' as record_type, contacts.contact_key as record_key, contacts.source_system, contacts.first_name,
        contacts.last_name, contacts.email, contacts.phone, contacts.title, accounts.account_name as company,
        contacts.country, contacts.created_at, contacts.modified_at
    from {{ ref('int_contacts_unioned') }} as contacts
    left join {{ ref('int_accounts_unioned') }} as accounts on contacts.account_key = accounts.account_key

),

-- Merged records say nothing of their own any more.
people_records as (

    select
        people.person_key,
        records.*,
        row_number() over (
            partition by people.person_key
            order by
                coalesce(records.modified_at, records.created_at) desc nulls last,
                records.record_type,
                records.record_key desc
        ) as age_rank
    from records
    inner join {{ ref('int_people_identified') }} as people
        on records.record_type = people.record_type
        and records.record_key = people.record_key
    inner join {{ ref('int_records_survived') }} as survived
        on records.record_type = survived.record_type
        and records.record_key = survived.record_key
        and survived.fate = 'kept'

)

select
    person_key,
    source_system,
    min_by(first_name, age_rank) filter (where first_name is not null) as first_name,
    min_by(last_name, age_rank) filter (where last_name is not null) as last_name,
    min_by(email, age_rank) filter (where email is not null) as email,
    min_by(phone, age_rank) filter (where phone is not null) as phone,
    min_by(title, age_rank) filter (where title is not null) as title,
    min_by(company, age_rank) filter (where company is not null) as company,
    min_by(country, age_rank) filter (where country is not null) as country,
    cast(sum(case when record_type = 'lead' then 1 else 0 end) as integer) as leads,
    cast(sum(case when record_type = 'contact' then 1 else 0 end) as integer) as contacts,
    min(created_at) as created_at
from people_records
group by person_key, source_system
