-- One row per value that a spreadsheet mapping translates.
select
    source_system,
    entity,
    field,
    {{ as_text('raw_value') }} as raw_value,
    {{ as_text('value') }} as value
from {{ source('ledger', 'value_maps') }}
