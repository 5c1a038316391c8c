-- One row per activity of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('activity_id') }} as activity_id,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_id('account_id') }} as account_id,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_id('created_by_id') }} as created_by_id,
        {{ as_text('activity_type') }} as activity_type_raw,
        {{ as_text('direction') }} as direction_raw,
        {{ as_text('subject') }} as subject,
        {{ as_text('notes') }} is not null as has_notes,
        {{ as_text('status') }} as status_raw,
        {{ as_text('is_automated') }} as is_automated_raw,
        {{ as_boolean('is_automated') }} as is_automated,
        {{ as_mapped_boolean('activities', 'is_deleted') }} as is_deleted,
        {{ as_date('due_date') }} as due_date,
        {{ as_timestamp('happened_at') }} as happened_at,
        {{ time_precision("coalesce(nullif(happened_at, ''), created_at)") }} as time_precision,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'activities') }}
)

select *
from {{ newest_versions('typed', ['activity_id'], 'modified_at') }}
where activity_id is not null
