-- One row per load and object of which the load was declared to hold all records. One with rejected records is none:
-- what is absent may be among them. Lines of a report that are no records do not matter.
with rejected as (
    select distinct load_id, object_name
    from {{ source('ledger', 'rejects') }}
    where resolved_load_id is null and rule not in ('report footer', 'totals row')
)

select distinct loads.load_id, loads.source_system, files.object_name, loads.loaded_at
from {{ source('ledger', 'loads') }} as loads
inner join {{ source('ledger', 'files') }} as files on files.load_id = loads.load_id
left join rejected on rejected.load_id = files.load_id and rejected.object_name = files.object_name
where loads.is_complete and rejected.load_id is null
