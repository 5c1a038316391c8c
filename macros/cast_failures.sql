{#
  Query with one row per source system and typed raw column that staging reads and that holds values which do not
  cast: source_system, object_name, column_name, data_type, failed, example. Made from the declarations, so that no
  cast goes uncounted; one scan per raw table.
#}
{% macro cast_failures(source_name) -%}
    {%- set tables = declared_casts(source_name) -%}
    with nothing as (
        select
            cast(null as varchar) as source_system, cast(null as varchar) as object_name, cast(null as varchar) as column_name,
            cast(null as varchar) as data_type, cast(null as bigint) as failed, cast(null as varchar) as example
        where false
    )
    {%- for node, columns in tables %},

    {{ node.name }}_values as (
        select
            _source_system
            {%- for column in columns %},
            case
                when trim({{ column.name }}) <> '' and {{ as_declared(column) }} is null
                    {%- if column.meta['type'] == 'boolean' and source_name == 'spreadsheet' %}
                    and lower(trim({{ column.name }})) not in ({{ mapped_values(node.name, column.name) }})
                    {%- endif %}
                    then {{ column.name }}
            end as {{ column.name }}
            {%- endfor %}
        from {{ source(source_name, node.name) }}
    ),

    {{ node.name }}_failures as (
        select
            _source_system as source_system
            {%- for column in columns %},
            count({{ column.name }}) as failed_{{ loop.index }},
            min({{ column.name }}) as example_{{ loop.index }}
            {%- endfor %}
        from {{ node.name }}_values
        group by _source_system
    )
    {%- endfor %}

    select source_system, object_name, column_name, data_type, failed, example from nothing
    {%- for node, columns in tables %}{% for column in columns %}
    union all
    select
        source_system, '{{ node.meta["object"] }}' as object_name, '{{ column.name }}' as column_name,
        '{{ column.meta["type"] }}' as data_type, failed_{{ loop.index }} as failed,
        {{ 'cast(null as varchar)' if column.meta.get('personal') else 'example_' ~ loop.index }} as example
    from {{ node.name }}_failures
    where failed_{{ loop.index }} > 0
    {%- endfor %}{% endfor %}
{%- endmacro %}

{# The tables of a source with the typed columns that some staging model reads. #}
{% macro declared_casts(source_name) -%}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.source_name == source_name -%}
            {%- set readers = [] -%}
            {%- for model in graph.nodes.values() if node.unique_id in model.depends_on.nodes and 'cast_failures' not in model.name -%}
                {%- do readers.append(model.raw_code) -%}
            {%- endfor -%}
            {%- set code = readers | join(' ') -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() if column.meta['type'] in ('timestamp', 'date', 'boolean', 'number') -%}
                {%- if column.name in code or column.meta.get('candidate_for') -%}{%- do columns.append(column) -%}{%- endif -%}
            {%- endfor -%}
            {%- if columns -%}{%- do tables.append((node, columns)) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{%- endmacro %}

{% macro as_declared(column) -%}
    {%- if column.meta['type'] == 'timestamp' -%}{{ as_timestamp(column.name) }}
    {%- elif column.meta['type'] == 'date' -%}{{ as_date(column.name) }}
    {%- elif column.meta['type'] == 'boolean' -%}{{ as_boolean(column.name) }}
    {%- else -%}{{ as_number(column.name) }}
    {%- endif -%}
{%- endmacro %}

{# The raw values that a mapping translates for a field, in lower case. #}
{% macro mapped_values(entity, field) -%}
    select lower(raw_value) from {{ ref('stg_ledger__value_maps') }} where entity = '{{ entity }}' and field = '{{ field }}' and raw_value is not null
{%- endmacro %}
