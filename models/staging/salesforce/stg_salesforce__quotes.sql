-- One row per Salesforce quote, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as quote_id,
    {{ as_salesforce_id('OpportunityId') }} as opportunity_id,
    {{ as_text('Status') }} as status_raw,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('quote') }}
where {{ has_id('Id') }}
