-- One row per Salesforce event, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as event_id,
    {{ as_salesforce_id('WhoId') }} as who_id,
    {{ as_salesforce_id('WhatId') }} as what_id,
    {{ as_salesforce_id('AccountId') }} as account_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_salesforce_id('CreatedById') }} as created_by_id,
    {{ as_text('Subject') }} as subject,
    {{ as_text('Type') }} as activity_type_raw,
    {{ as_text('EventSubtype') }} as activity_subtype_raw,
    coalesce({{ as_text('Description') }} is not null, false) as has_notes,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_boolean('IsAllDayEvent') }} as is_all_day,
    {{ as_boolean('IsChild') }} as is_child,
    {{ as_boolean('IsRecurrence') }} as is_recurrence,
    {{ as_date('ActivityDate') }} as due_date,
    {{ as_date("coalesce(nullif(StartDateTime, ''), ActivityDateTime)") }} as start_date,
    {{ as_timestamp("coalesce(nullif(StartDateTime, ''), ActivityDateTime)") }} as starts_at,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ time_precision("coalesce(nullif(StartDateTime, ''), nullif(ActivityDateTime, ''), CreatedDate)") }} as time_precision,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id,
    _source_file,
    _source_row
from {{ newest_salesforce_rows('event') }}
where {{ has_id('Id') }}
