-- One row per Salesforce contact, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as contact_id,
    {{ as_salesforce_id('MasterRecordId') }} as master_contact_id,
    {{ as_salesforce_id('AccountId') }} as account_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_text('Email') }} as email,
    {{ as_text('FirstName') }} as first_name,
    {{ as_text('LastName') }} as last_name,
    {{ as_text('Phone') }} as phone,
    {{ as_text('MobilePhone') }} as mobile_phone,
    {{ as_text('Title') }} as title,
    {{ as_text('MailingStreet') }} as street,
    {{ as_text('MailingCity') }} as city,
    {{ as_text('MailingPostalCode') }} as postal_code,
    {{ as_text('MailingCountry') }} as country,
    {{ as_text('LeadSource') }} as lead_source_raw,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('contact') }}
where {{ has_id('Id') }}
