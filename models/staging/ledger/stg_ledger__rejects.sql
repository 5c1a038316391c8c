-- One row per rejected record, without its text. Open until a corrected record lands in its place.
select load_id, source_system, file_name, object_name, line, rule, resolved_load_id is not null as is_resolved
from {{ source('ledger', 'rejects') }}
