-- One row per source system and object that it could export: whether it did, and what is not known without it.
-- rows: records in their newest version, deleted ones included; not what landed, which counts every version.
with counted as (
    select
        source_system,
        object_name,
        sum(records) as records,
        min(first_record_at) as first_record_at,
        max(last_record_at) as last_record_at
    from {{ ref('int_objects_counted') }}
    group by source_system, object_name
)

select
    exported.source_system,
    exported.object_name,
    exported.subject,
    exported.is_exported,
    cast(coalesce(counted.records, 0) as integer) as rows,
    case when not exported.is_exported then 'Not exported: ' || exported.missing || '.' end as effect,
    counted.first_record_at,
    counted.last_record_at
from {{ ref('int_objects_exported') }} as exported
left join counted
    on counted.source_system = exported.source_system
    and counted.object_name = exported.object_name
