-- One row per raw column with values that could not be read as its type; they are null in every fact.
-- Do not sum over columns to count records. example is the first such value; null where the column is personal.
select
    source_system,
    object_name,
    column_name,
    data_type,
    cast(failed as integer) as failed,
    example,
    example_file,
    cast(example_row as integer) as example_row
from {{ ref('stg_salesforce__cast_failures') }}
where failed > 0
union all
select
    source_system,
    object_name,
    column_name,
    data_type,
    cast(failed as integer) as failed,
    example,
    example_file,
    cast(example_row as integer) as example_row
from {{ ref('stg_spreadsheet__cast_failures') }}
where failed > 0
union all
select
    source_system,
    object_name,
    column_name,
    data_type,
    cast(failed as integer) as failed,
    example,
    example_file,
    cast(example_row as integer) as example_row
from {{ ref('stg_spend__cast_failures') }}
where failed > 0
