-- One row per Salesforce user, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as user_id,
    {{ as_salesforce_id('ManagerId') }} as manager_id,
    {{ as_text('Name') }} as user_name,
    {{ as_text('FirstName') }} as first_name,
    {{ as_text('LastName') }} as last_name,
    {{ as_text('UserType') }} as user_type_raw,
    {{ as_text('Division') }} as division,
    {{ as_text('Department') }} as department,
    {{ as_text('Title') }} as title,
    {{ as_text('TimeZoneSidKey') }} as time_zone,
    {{ as_boolean('IsActive') }} as is_active,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('user') }}
where {{ has_id('Id') }}
