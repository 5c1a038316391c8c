-- One row per rejected record, without its text.
select load_id, source_system, file_name, object_name, line, rule
from {{ source('ledger', 'rejects') }}
