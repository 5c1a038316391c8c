-- One row per landed version of an opportunity of a mapped system: what its history would tell, as it was then.
select
    _source_system as source_system,
    {{ as_id('opportunity_id') }} as opportunity_id,
    {{ as_id('owner_id') }} as owner_id,
    {{ as_text('stage') }} as stage_raw,
    {{ as_number('amount') }} as amount,
    {{ as_date('close_date') }} as close_date,
    {{ as_timestamp('modified_at') }} as modified_at,
    _load_id,
    _loaded_at,
    _source_file,
    _source_row
from {{ source('spreadsheet', 'opportunities') }}
where {{ as_id('opportunity_id') }} is not null
