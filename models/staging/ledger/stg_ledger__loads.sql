-- One row per load.
select load_id, source, source_system, is_complete, loaded_at
from {{ source('ledger', 'loads') }}
