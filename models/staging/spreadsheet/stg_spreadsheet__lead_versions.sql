-- One row per landed version of a lead of a mapped system: its status and owner then.
select
    _source_system as source_system,
    {{ as_id('lead_id') }} as lead_id,
    {{ as_id('owner_id') }} as owner_id,
    {{ as_text('status') }} as status_raw,
    {{ as_timestamp('modified_at') }} as modified_at,
    _load_id,
    _loaded_at,
    _source_file,
    _source_row
from {{ source('spreadsheet', 'leads') }}
where {{ as_id('lead_id') }} is not null
