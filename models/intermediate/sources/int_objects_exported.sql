-- One row per source system and object that could be exported: whether it was, in any of its loads.
with declared as (
    {{ declared_objects() }}
),

systems as (
    select distinct source_system, source
    from {{ ref('stg_ledger__loads') }}
),

exported as (
    select source_system, lower(object_name) as object_name, sum(landed) as landed, sum(rejected) as rejected
    from {{ ref('stg_ledger__files') }}
    group by source_system, lower(object_name)
)

select
    systems.source_system,
    declared.source,
    declared.object_name,
    declared.subject,
    declared.missing,
    nullif(declared.history_of, '') as history_of,
    coalesce(exported.landed, 0) as landed,
    coalesce(exported.rejected, 0) as rejected,
    exported.object_name is not null as is_exported
from systems
inner join declared on declared.source = systems.source
left join exported
    on exported.source_system = systems.source_system
    and exported.object_name = lower(declared.object_name)
