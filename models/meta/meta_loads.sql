-- One row per file of a load: what it held, what landed and what was rejected.
-- records = landed + rejected + left_out. Sums over loads count a record once for each time that it was exported.
select
    files.load_id,
    files.source_system,
    loads.source,
    files.file_name,
    files.object_name,
    cast(files.records as integer) as records,
    cast(files.landed as integer) as landed,
    cast(files.rejected as integer) as rejected,
    cast(files.records - files.landed - files.rejected as integer) as left_out,
    loads.is_complete,
    loads.loaded_at,
    counted.last_record_at as newest_record_at
from {{ ref('stg_ledger__files') }} as files
inner join {{ ref('stg_ledger__loads') }} as loads on loads.load_id = files.load_id
left join (
    select source_system, load_id, lower(object_name) as object_key, max(last_record_at) as last_record_at
    from {{ ref('int_objects_counted') }}
    group by source_system, load_id, lower(object_name)
) as counted
    on counted.load_id = files.load_id
    and counted.source_system = files.source_system
    and counted.object_key = lower(files.object_name)
