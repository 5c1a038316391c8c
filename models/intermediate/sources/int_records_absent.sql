-- One row per record that is absent from the newest complete export of its object, and deleted therefore.
-- Exports count in the order in which they were loaded, unless one holds an older version of a record than a load
-- before it: then it is older than that load. A record made after the newest stamp of the complete export, in loads
-- that share no record with it, may be younger than it and stays.
with versions as (

    select * from {{ ref('stg_salesforce__versions_completed') }} where record_id is not null
    union all
    select * from {{ ref('stg_spreadsheet__versions_completed') }} where record_id is not null

),

versions_compared as (

    select
        *,
        max(modified_at) over (
            partition by source_system, object_name, record_id order by loaded_at, load_id
            rows between unbounded preceding and 1 preceding
        ) as newest_before
    from versions

),

older_exports as (

    select older.source_system, older.object_name, older.load_id, min(newer.loaded_at) as older_than_at
    from versions_compared as older
    inner join versions as newer
        on older.source_system = newer.source_system
        and older.object_name = newer.object_name
        and older.record_id = newer.record_id
    where older.modified_at < older.newest_before
        and newer.modified_at > older.modified_at
        and newer.loaded_at < older.loaded_at
    group by older.source_system, older.object_name, older.load_id

),

exports as (

    select source_system, object_name, load_id, loaded_at, max(greatest(created_at, modified_at)) as newest_stamp_at
    from versions
    group by source_system, object_name, load_id, loaded_at
    union
    -- An export without a record, too, says that none is left.
    select source_system, object_name, load_id, loaded_at, cast(null as timestamp) as newest_stamp_at
    from {{ ref('stg_ledger__completed') }}

),

exports_ordered as (

    select
        exports.source_system,
        exports.object_name,
        exports.load_id,
        max(exports.newest_stamp_at) as newest_stamp_at,
        least(exports.loaded_at, {{ add_seconds('older_exports.older_than_at', -1) }}) as exported_at
    from exports
    left join older_exports
        on exports.source_system = older_exports.source_system
        and exports.object_name = older_exports.object_name
        and exports.load_id = older_exports.load_id
    group by exports.source_system, exports.object_name, exports.load_id, exports.loaded_at, older_exports.older_than_at

),

last_complete as (

    select exports_ordered.*
    from exports_ordered
    inner join {{ ref('stg_ledger__completed') }} as completed
        on exports_ordered.load_id = completed.load_id and exports_ordered.object_name = completed.object_name
    qualify row_number() over (
        partition by exports_ordered.source_system, exports_ordered.object_name
        order by exports_ordered.exported_at desc, exports_ordered.load_id desc
    ) = 1

),

versions_placed as (

    select
        versions.source_system,
        versions.object_name,
        versions.record_id,
        versions.load_id,
        versions.created_at,
        exports_ordered.exported_at,
        last_complete.exported_at as completed_at,
        last_complete.newest_stamp_at,
        bool_or(versions.load_id = last_complete.load_id) over (
            partition by versions.source_system, versions.object_name, versions.record_id
        ) as is_in_complete
    from versions
    inner join exports_ordered
        on versions.source_system = exports_ordered.source_system
        and versions.object_name = exports_ordered.object_name
        and versions.load_id = exports_ordered.load_id
    inner join last_complete
        on versions.source_system = last_complete.source_system
        and versions.object_name = last_complete.object_name

),

versions_related as (

    select
        *,
        bool_or(is_in_complete) over (partition by source_system, object_name, load_id) as is_from_related_load
    from versions_placed

)

select
    object_name as absent_object,
    {{ source_key('source_system', 'record_id') }} as absent_key
from versions_related
where not is_in_complete
group by source_system, object_name, record_id
having max(exported_at) < max(completed_at)
    and (bool_or(is_from_related_load) or not coalesce(min(created_at) > max(newest_stamp_at), false))
