-- One row per load, file and rule that rejected records of it: rejected = open + resolved.
-- Sums count a record for each time that it was exported; the text itself stays in the landing file.
select
    load_id,
    source_system,
    file_name,
    object_name,
    rule,
    cast(count(*) as integer) as rejected,
    cast(sum(case when is_resolved then 0 else 1 end) as integer) as open,
    cast(sum(case when is_resolved then 1 else 0 end) as integer) as resolved
from {{ ref('stg_ledger__rejects') }}
group by load_id, source_system, file_name, object_name, rule
