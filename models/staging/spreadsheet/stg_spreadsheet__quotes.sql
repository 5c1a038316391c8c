-- One row per quote of a mapped system.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('quote_id') }} as quote_id,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_text('status') }} as status_raw,
        {{ as_mapped_boolean('quotes', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_row
    from {{ source('spreadsheet', 'quotes') }}
)

select
    *,
    {{ last_seen_at('quote_id, opportunity_id, status_raw, created_at') }} as last_seen_at
from typed
qualify {{ is_latest_version('quote_id, opportunity_id, status_raw, created_at', '_loaded_at') }}
