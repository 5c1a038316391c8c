-- One row per load, file and rule that rejected records of it.
-- Sums count a record for each time that it was exported; the text itself stays in the landing file.
select
    load_id,
    source_system,
    file_name,
    object_name,
    rule,
    cast(count(*) as integer) as rejected
from {{ ref('stg_ledger__rejects') }}
group by load_id, source_system, file_name, object_name, rule
