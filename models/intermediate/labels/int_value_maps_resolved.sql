-- One row per source system, list of labels and raw label that a mapping translates. Labels match trimmed, in any case.
with label_columns as (
    {{ label_columns('spreadsheet') }}
)

select
    value_maps.source_system,
    label_columns.field,
    lower(value_maps.raw_value) as label,
    value_maps.value
from {{ ref('stg_ledger__value_maps') }} as value_maps
inner join label_columns
    on label_columns.entity = value_maps.entity
    and label_columns.column_name = value_maps.field
where value_maps.raw_value is not null and value_maps.value is not null
qualify row_number() over (
    partition by value_maps.source_system, label_columns.field, lower(value_maps.raw_value)
    order by value_maps.entity, value_maps.raw_value, value_maps.value
) = 1
