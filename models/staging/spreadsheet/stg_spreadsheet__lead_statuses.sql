-- One row per status that a lead of a mapped system entered; what it lacks is judged after.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('changed_by_id') }} as changed_by_id,
        {{ as_text('status') }} as status_raw,
        {{ as_timestamp('entered_at') }} as entered_at,
        {{ unread_text('entered_at') }} as entered_at_unread,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'lead_statuses') }}
)

select *
from {{ newest_versions('typed', ['lead_id', 'status_raw', 'entered_at', 'entered_at_unread'], '_loaded_at') }}
