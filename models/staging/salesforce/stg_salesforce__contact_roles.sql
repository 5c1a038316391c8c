-- One row per contact role of a Salesforce opportunity, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as contact_role_id,
    {{ as_salesforce_id('OpportunityId') }} as opportunity_id,
    {{ as_salesforce_id('ContactId') }} as contact_id,
    {{ as_text('Role') }} as role,
    {{ as_boolean('IsPrimary') }} as is_primary,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('opportunity_contact_role') }}
where {{ has_id('Id') }}
