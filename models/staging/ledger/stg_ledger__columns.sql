-- One row per load, object and column: whether it is declared and whether the export had it.
select load_id, source_system, object_name, column_name, is_declared, is_present
from {{ source('ledger', 'columns') }}
