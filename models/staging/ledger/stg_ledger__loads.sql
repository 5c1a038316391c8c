-- One row per load.
select load_id, source, source_system, is_complete, coalesce(is_retry, false) as is_retry, loaded_at
from {{ source('ledger', 'loads') }}
