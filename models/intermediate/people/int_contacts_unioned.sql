-- One row per contact record of every source, deleted and merged ones included.
with salesforce_contacts as (
    select
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        source_system,
        _load_id as load_id,
        contact_id,
        {{ is_gone('Contact', 'contact_id') }} as is_deleted,
        {{ source_key('source_system', 'master_contact_id') }} as master_contact_key,
        {{ source_key('source_system', 'account_id') }} as account_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        email,
        first_name,
        last_name,
        coalesce(phone, mobile_phone) as phone,
        title,
        street,
        city,
        postal_code,
        country,
        lead_source_raw,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__contacts') }}
),

spreadsheet_contacts as (
    select
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        source_system,
        _load_id as load_id,
        contact_id,
        {{ is_gone('contacts', 'contact_id') }} as is_deleted,
        cast(null as varchar) as master_contact_key,
        {{ source_key('source_system', 'account_id') }} as account_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        email,
        first_name,
        last_name,
        phone,
        title,
        street,
        city,
        postal_code,
        country,
        lead_source_raw,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__contacts') }}
)

select * from salesforce_contacts
union all
select * from spreadsheet_contacts
