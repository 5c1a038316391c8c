-- One row per source system, object, load and change of a column against the load before. A column that is gone and a
-- new one are probably one column when their names are near or they stand in the same place: then one row, renamed.
with compared as (

    select
        *,
        replace(replace(replace(replace(lower(column_name), '__c', ''), '_', ''), ' ', ''), '-', '') as plain_name
    from {{ ref('int_columns_compared') }}

),

pairs as (

    select
        gone.source_system,
        gone.object_name,
        gone.load_id,
        gone.column_name as former_name,
        compared.column_name,
        levenshtein(gone.plain_name, compared.plain_name) * 1.0
        / greatest(length(gone.plain_name), length(compared.plain_name), 1) as distance,
        least(length(gone.plain_name), length(compared.plain_name)) > 3
        and (instr(gone.plain_name, compared.plain_name) > 0 or instr(compared.plain_name, gone.plain_name) > 0)
            as is_contained,
        gone.neighbours = compared.neighbours as is_in_same_place
    from compared as gone
    inner join compared
        on gone.source_system = compared.source_system
        and gone.object_name = compared.object_name
        and gone.load_id = compared.load_id
    where gone.change = 'gone' and compared.change = 'new'

),

pairs_ranked as (

    select
        *,
        row_number() over (
            partition by source_system, object_name, load_id, former_name order by distance, column_name
        ) as rank_of_new,
        row_number() over (
            partition by source_system, object_name, load_id, column_name order by distance, former_name
        ) as rank_of_former
    from pairs
    where distance <= 0.25 or is_contained or is_in_same_place

),

renamed as (

    select source_system, object_name, load_id, former_name, column_name
    from pairs_ranked
    where rank_of_new = 1 and rank_of_former = 1

)

select
    compared.source_system,
    compared.object_name,
    compared.column_name,
    case when renamed.column_name is null then compared.change else 'probably renamed' end as change,
    renamed.former_name,
    compared.load_id,
    compared.loaded_at
from compared
left join renamed
    on compared.source_system = renamed.source_system
    and compared.object_name = renamed.object_name
    and compared.load_id = renamed.load_id
    and compared.column_name = renamed.column_name
    and compared.change = 'new'
left join renamed as replaced
    on compared.source_system = replaced.source_system
    and compared.object_name = replaced.object_name
    and compared.load_id = replaced.load_id
    and compared.column_name = replaced.former_name
    and compared.change = 'gone'
where replaced.former_name is null
