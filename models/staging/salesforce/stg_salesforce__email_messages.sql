-- One row per Salesforce e-mail message, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as email_message_id,
    {{ as_salesforce_id('ActivityId') }} as activity_id,
    {{ as_boolean('Incoming') }} as is_incoming,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('email_message') }}
where {{ has_id('Id') }}
