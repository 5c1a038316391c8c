-- One row per owner that a lead of a mapped system was given; what it lacks is judged after.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_id('changed_by_id') }} as changed_by_id,
        {{ as_timestamp('assigned_at') }} as assigned_at,
        {{ unread_text('assigned_at') }} as assigned_at_unread,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'lead_owners') }}
)

select *
from {{ newest_versions('typed', ['lead_id', 'owner_id', 'assigned_at', 'assigned_at_unread'], '_loaded_at') }}
