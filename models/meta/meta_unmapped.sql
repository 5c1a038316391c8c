-- One row per raw label that no definition and no value map gives a meaning, with the rows that carry it.
-- Rows of different fields are different things: do not sum over fields.
select
    source_system,
    field,
    raw_value,
    occurrences as rows
from {{ ref('int_labels_mapped') }}
where value = 'unmapped' or category = 'unmapped'
