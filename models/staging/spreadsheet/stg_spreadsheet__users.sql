-- One row per user of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('user_id') }} as user_id,
        {{ as_id('manager_id') }} as manager_id,
        {{ as_text('user_name') }} as user_name,
        {{ as_text('owner_type') }} as owner_type,
        {{ as_text('team') }} as team,
        {{ as_text('title') }} as title,
        {{ as_text('manager_name') }} as manager_name,
        {{ as_text('time_zone') }} as time_zone,
        {{ as_text('is_active') }} as is_active_raw,
        {{ as_boolean('is_active') }} as is_active,
        {{ as_text('is_automated') }} as is_automated_raw,
        {{ as_boolean('is_automated') }} as is_automated,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'users') }}
)

select *
from {{ newest_versions('typed', ['user_id'], 'modified_at') }}
where user_id is not null
