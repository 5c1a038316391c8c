-- One row per stage that an opportunity of a mapped system entered; what it lacks is judged after.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_id('changed_by_id') }} as changed_by_id,
        {{ as_text('stage') }} as stage_raw,
        {{ as_text('currency') }} as currency,
        {{ as_number('amount') }} as amount,
        {{ as_percent('probability') }} as probability,
        {{ is_percent('probability') }} as is_probability_percent,
        {{ as_date('close_date') }} as close_date,
        {{ as_timestamp('entered_at') }} as entered_at,
        {{ unread_text('entered_at') }} as entered_at_unread,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'opportunity_stages') }}
)

select *
from {{ newest_versions('typed', ['opportunity_id', 'stage_raw', 'entered_at', 'entered_at_unread'], '_loaded_at') }}
