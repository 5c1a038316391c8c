-- One row per source system, list of labels and raw value that a mapping translates; a field that holds no label of a
-- list, such as a yes or no, is a list of its own: `<entity>.<field>`. Values match trimmed, in any case.
with label_columns as (
    {{ label_columns('spreadsheet') }}
),

listed as (
    select
        value_maps.source_system,
        coalesce(label_columns.field, value_maps.entity || '.' || value_maps.field) as field,
        lower(value_maps.raw_value) as label,
        value_maps.value,
        row_number() over (
            partition by
                value_maps.source_system,
                coalesce(label_columns.field, value_maps.entity || '.' || value_maps.field),
                lower(value_maps.raw_value)
            order by value_maps.entity, value_maps.raw_value, value_maps.value
        ) as map_rank
    from {{ ref('stg_ledger__value_maps') }} as value_maps
    left join label_columns
        on label_columns.entity = value_maps.entity
        and label_columns.column_name = value_maps.field
    where value_maps.raw_value is not null and value_maps.value is not null
)

select source_system, field, label, value
from listed
where map_rank = 1
