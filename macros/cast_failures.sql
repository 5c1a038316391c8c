{#
  Query with one row per source system and typed raw column that holds values which do not cast, or local times which
  happen twice in their zone: source_system, object_name, column_name, data_type, failed, doubled, and the first such
  value that does not cast with the file and row where it stands. Made from the declarations, so that no value goes
  uncounted, whether or not a model reads its column; one scan per raw table.
#}
{% macro cast_failures(source_name) -%}
    {%- set tables = declared_casts(source_name) -%}
    with nothing as (
        select
            cast(null as varchar) as source_system, cast(null as varchar) as object_name, cast(null as varchar) as column_name,
            cast(null as varchar) as data_type, cast(null as bigint) as failed, cast(null as bigint) as doubled,
            cast(null as varchar) as example, cast(null as varchar) as example_file, cast(null as bigint) as example_row
        where false
    )
    {%- for node, columns in tables %},

    {{ node.name }}_values as (
        select
            _source_system,
            _source_file,
            _source_row
            {%- for column in columns %},
            case when {{ is_uncast(source_name, node.name, column) }} then {{ column.name }} end as value_{{ loop.index }},
            case
                when {{ is_uncast(source_name, node.name, column) }}
                    then _load_id || _source_file || lpad(cast(_source_row as varchar), 12, '0') || {{ column.name }}
            end as place_{{ loop.index }}
            {%- if column.meta['type'] == 'timestamp' %},
            case when {{ is_doubled_time(column.name) }} then 1 else 0 end as doubled_{{ loop.index }}
            {%- endif %}
            {%- endfor %}
        from {{ source(source_name, node.name) }}
    ),

    {{ node.name }}_failures as (
        select
            _source_system as source_system
            {%- for column in columns %},
            count(value_{{ loop.index }}) as failed_{{ loop.index }},
            {{ 'sum(doubled_' ~ loop.index ~ ')' if column.meta['type'] == 'timestamp' else '0' }} as doubled_{{ loop.index }},
            min_by(value_{{ loop.index }}, place_{{ loop.index }}) filter (where place_{{ loop.index }} is not null) as example_{{ loop.index }},
            min_by(_source_file, place_{{ loop.index }}) filter (where place_{{ loop.index }} is not null) as file_{{ loop.index }},
            min_by(_source_row, place_{{ loop.index }}) filter (where place_{{ loop.index }} is not null) as row_{{ loop.index }}
            {%- endfor %}
        from {{ node.name }}_values
        group by _source_system
    )
    {%- endfor %}

    select source_system, object_name, column_name, data_type, failed, doubled, example, example_file, example_row from nothing
    {%- for node, columns in tables %}{% for column in columns %}
    union all
    select
        source_system, '{{ node.meta["object"] }}' as object_name, '{{ column.name }}' as column_name,
        '{{ column.meta["type"] }}' as data_type, failed_{{ loop.index }} as failed, doubled_{{ loop.index }} as doubled,
        {{ 'cast(null as varchar)' if column.meta.get('personal') else 'example_' ~ loop.index }} as example,
        file_{{ loop.index }} as example_file, row_{{ loop.index }} as example_row
    from {{ node.name }}_failures
    where failed_{{ loop.index }} > 0 or doubled_{{ loop.index }} > 0
    {%- endfor %}{% endfor %}
{%- endmacro %}

{# The raw tables of a source with all of its typed columns, whether or not a model reads them yet. #}
{% macro declared_casts(source_name) -%}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.source_name == source_name -%}
            {%- set typed = [] -%}
            {%- for column in node.columns.values() if column.meta['type'] in ('timestamp', 'date', 'boolean', 'number') -%}
                {%- do typed.append(column) -%}
            {%- endfor -%}
            {%- if typed -%}{%- do tables.append((node, typed)) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{%- endmacro %}

{# Whether a value says something that its declared type cannot read. A mapping may translate a yes or no. #}
{% macro is_uncast(source_name, entity, column) -%}
    trim({{ column.name }}) <> '' and {{ as_mapped_boolean(entity, column.name)
        if column.meta['type'] == 'boolean' and source_name == 'spreadsheet' else as_declared(column) }} is null
{%- endmacro %}

{% macro as_declared(column) -%}
    {%- if column.meta['type'] == 'timestamp' -%}{{ as_timestamp(column.name) }}
    {%- elif column.meta['type'] == 'date' -%}{{ as_date(column.name) }}
    {%- elif column.meta['type'] == 'boolean' -%}{{ as_boolean(column.name) }}
    {%- elif column.meta.get('number') == 'percent' -%}{{ as_percent(column.name) }}
    {%- else -%}{{ as_number(column.name, column.meta.get('number', 'decimal(18, 2)')) }}
    {%- endif -%}
{%- endmacro %}

{# A yes or no as the value map of its system translates it, else as it is written. #}
{% macro as_mapped_boolean(entity, column) -%}
    case
        {%- for meaning in ('true', 'false') %}
        when _source_system || ':' || lower(trim({{ column }})) in (
            select source_system || ':' || lower(raw_value) from {{ ref('stg_ledger__value_maps') }}
            where entity = '{{ entity }}' and field = '{{ column }}' and {{ as_boolean('value') }} is {{ meaning }}
        ) then {{ meaning }}
        {%- endfor %}
        else {{ as_boolean(column) }}
    end
{%- endmacro %}
