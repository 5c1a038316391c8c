-- One row per Salesforce group or queue, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as group_id,
    {{ as_text('Name') }} as group_name,
    {{ as_text('DeveloperName') }} as developer_name,
    {{ as_text('Type') }} as group_type,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('group') }}
where {{ has_id('Id') }}
