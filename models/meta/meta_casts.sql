-- One row per raw column with values that could not be read as its type; they are null in every fact.
-- Do not sum over columns to count records. example is the first such value; null where the column is personal.
{%- for system in ['salesforce', 'spreadsheet', 'spend'] %}
select
    source_system,
    object_name,
    column_name,
    data_type,
    cast(failed as integer) as failed,
    example,
    example_file,
    cast(example_row as integer) as example_row
from {{ ref('stg_' ~ system ~ '__cast_failures') }}
where failed > 0
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
