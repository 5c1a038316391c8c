-- One row per source system, object, load and column that differs from the load before it of that object.
-- Nothing to sum: a column that comes and goes has a row each time.
select
    source_system,
    object_name,
    column_name,
    change,
    former_name,
    load_id,
    loaded_at
from {{ ref('int_columns_drifted') }}
