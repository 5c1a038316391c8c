-- One row per source system, object, load and column that the load before it of that object did not have, or that only
-- that one had. Loads of corrected records are no exports and stand on neither side.
with exported as (

    select
        columns.source_system,
        columns.object_name,
        columns.load_id,
        lower(columns.column_name) as column_key,
        min(columns.column_name) as column_name,
        min(columns.position) as position,
        min(loads.loaded_at) as loaded_at
    from {{ ref('stg_ledger__exported_columns') }} as columns
    inner join {{ ref('stg_ledger__loads') }} as loads on loads.load_id = columns.load_id
    where not loads.is_retry
    group by columns.source_system, columns.object_name, columns.load_id, lower(columns.column_name)

),

exported_numbered as (

    select
        *,
        dense_rank() over (partition by source_system, object_name order by loaded_at, load_id) as export_number,
        coalesce(
            lag(column_key) over (partition by source_system, object_name, load_id order by position, column_key), ''
        ) || ' ' || coalesce(
            lead(column_key) over (partition by source_system, object_name, load_id order by position, column_key), ''
        ) as neighbours
    from exported

),

exports as (

    select distinct source_system, object_name, load_id, loaded_at, export_number
    from exported_numbered

),

neighbouring_exports as (

    select
        *,
        lag(export_number) over (
            partition by source_system, object_name, column_key order by export_number
        ) as previous_number,
        lead(export_number) over (
            partition by source_system, object_name, column_key order by export_number
        ) as next_number
    from exported_numbered

)

select
    source_system,
    object_name,
    column_name,
    neighbours,
    case when previous_number is null then 'new' else 'returned' end as change,
    load_id,
    loaded_at
from neighbouring_exports
where export_number > 1 and coalesce(previous_number, 0) < export_number - 1

union all

select
    columns.source_system,
    columns.object_name,
    columns.column_name,
    columns.neighbours,
    'gone' as change,
    exports.load_id,
    exports.loaded_at
from neighbouring_exports as columns
inner join exports
    on columns.source_system = exports.source_system
    and columns.object_name = exports.object_name
    and columns.export_number + 1 = exports.export_number
where coalesce(columns.next_number, 0) <> columns.export_number + 1
