-- One row per source system and object that was ever exported completely: when last. A record missing there is gone.
select
    loads.source_system as completed_system,
    lower(files.object_name) as completed_object,
    max(loads.loaded_at) as completed_at
from {{ ref('stg_ledger__loads') }} as loads
inner join {{ ref('stg_ledger__files') }} as files on files.load_id = loads.load_id
where loads.is_complete
group by loads.source_system, lower(files.object_name)
