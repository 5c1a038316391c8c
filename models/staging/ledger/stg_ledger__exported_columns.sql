-- One row per file, object and column of an export in the order of the file; corrected records loaded again are none.
-- Loads of an older version listed their columns without an order.
with listed as (
    select load_id, source_system, object_name, file_name, {{ unlisted_texts('raw_columns', 'column_name', 'position') }}
    from {{ source('ledger', 'files') }}
    where raw_columns is not null
),

unordered as (
    select
        columns.load_id,
        columns.source_system,
        columns.object_name,
        '' as file_name,
        columns.column_name,
        cast(null as bigint) as position
    from {{ source('ledger', 'columns') }} as columns
    inner join (
        select load_id, object_name from {{ source('ledger', 'files') }}
        group by load_id, object_name
        having count(raw_columns) = 0
    ) as files on files.load_id = columns.load_id and files.object_name = columns.object_name
    where columns.is_present
)

select load_id, source_system, object_name, file_name, column_name, position from listed
union all
select load_id, source_system, object_name, file_name, column_name, position from unordered
