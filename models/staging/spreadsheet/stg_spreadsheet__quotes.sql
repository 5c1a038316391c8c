-- One row per quote of a mapped system.
with typed as (
    select
        _source_system as source_system,
        {{ record_id('spreadsheet', 'quotes') }} as record_id,
        {{ as_id('quote_id') }} as quote_id,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_text('status') }} as status_raw,
        {{ as_mapped_boolean('quotes', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'quotes') }}
)

select *
from {{ newest_versions('typed', ['record_id'], '_loaded_at') }}
