-- One row per file of a load.
select load_id, source_system, file_name, object_name, sha256, bytes, records, landed, rejected
from {{ source('ledger', 'files') }}
