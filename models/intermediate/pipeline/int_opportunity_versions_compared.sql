-- One row per opportunity, field and change that shows only between two landed versions of the opportunity.
-- A field that a version leaves empty says nothing: an export may lack the column.
with versions as (

    select * from {{ ref('int_opportunity_versions_timed') }}

),

field_values as (

    {%- for field, value in [
        ('stage', 'stage_raw'), ('amount', 'cast(amount as varchar)'), ('close_date', 'cast(close_date as varchar)'), ('owner', 'owner_key'),
    ] %}
    select opportunity_key, source_system, load_id, source_file, source_row, '{{ field }}' as field, {{ value }} as value, seen_at
    from versions
    where {{ value }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

values_compared as (

    select
        *,
        lag(value) over (partition by opportunity_key, field order by seen_at) as previous_value,
        row_number() over (partition by opportunity_key, field order by seen_at) as version_number
    from field_values

)

select
    opportunity_key || ':' || field || ':' || lpad(cast(version_number as varchar), 6, '0') as change_id,
    opportunity_key,
    source_system,
    load_id,
    source_file,
    source_row,
    field,
    previous_value as old_value,
    value as new_value,
    seen_at as changed_at
from values_compared
where previous_value <> value
