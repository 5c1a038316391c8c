-- One row per raw column with values that could not be read as its type; they are null in every fact.
-- example is null where the column is personal.
select source_system, object_name, column_name, data_type, cast(failed as integer) as failed, example
from {{ ref('stg_salesforce__cast_failures') }}
union all
select source_system, object_name, column_name, data_type, cast(failed as integer) as failed, example
from {{ ref('stg_spreadsheet__cast_failures') }}
