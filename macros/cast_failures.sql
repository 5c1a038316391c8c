{#
  Query with one row per source system and typed raw column that holds values which do not cast, or local times which
  happen twice in their zone: source_system, object_name, column_name, data_type, failed, doubled, and the first such
  value that does not cast with the file and row where it stands. Made from the declarations, so that no value goes
  uncounted, whether or not a model reads its column. Values in the usual form are passed over column by column; only
  the others are read as staging reads them, all of them by one expression: one per column would take longer to plan
  than to run.
#}
{% macro cast_failures(source_name) -%}
    with doubtful as (
        select
            cast(null as varchar) as _source_system, cast(null as varchar) as _source_file, cast(null as bigint) as _source_row,
            cast(null as varchar) as _load_id, cast(null as varchar) as _time_zone, cast(null as varchar) as _date_order,
            cast(null as varchar) as _decimal_separator, '' as entity, '' as object_name, '' as column_name, '' as data_type,
            '' as kind, false as is_personal, cast(null as varchar) as value
        where false
        {%- for node, columns in declared_casts(source_name) %}{% for column in columns %}
        union all
        select
            _source_system, _source_file, _source_row, _load_id, _time_zone, _date_order, _decimal_separator,
            '{{ node.name }}' as entity, '{{ node.meta["object"] }}' as object_name, '{{ column.name }}' as column_name,
            '{{ column.meta["type"] }}' as data_type, '{{ cast_kind(column) }}' as kind,
            {{ 'true' if column.meta.get('personal') else 'false' }} as is_personal, {{ column.name }} as value
        from {{ source(source_name, node.name) }}
        where {{ column.name }} <> '' and not coalesce({{ is_plain(column.name, cast_kind(column)) }}, false)
        {%- endfor %}{% endfor %}
    ),

    judged as (
        select
            *,
            _load_id || _source_file || lpad(cast(_source_row as varchar), 12, '0') || value as place,
            trim(value) <> '' and case kind
                when 'timestamp' then {{ as_timestamp('value') }} is null
                when 'date' then {{ as_date('value') }} is null
                when 'boolean' then {{ as_boolean('value') }} is null and not {{ is_mapped_boolean() if source_name == 'spreadsheet' else 'false' }}
                when 'percent' then {{ as_percent('value') }} is null
                when 'integer' then {{ as_number('value', 'integer') }} is null
                when 'double' then {{ as_number('value', 'double') }} is null
                else {{ as_number('value') }} is null
            end as is_failed,
            kind = 'timestamp' and {{ is_doubled_time('value') }} as is_doubled
        from doubtful
    )

    select
        _source_system as source_system,
        object_name,
        column_name,
        data_type,
        count(case when is_failed then 1 end) as failed,
        count(case when is_doubled then 1 end) as doubled,
        case when not is_personal then min_by(value, place) filter (where is_failed and place is not null) end as example,
        min_by(_source_file, place) filter (where is_failed and place is not null) as example_file,
        min_by(_source_row, place) filter (where is_failed and place is not null) as example_row
    from judged
    where is_failed or is_doubled
    group by _source_system, object_name, column_name, data_type, is_personal
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

{# How a declared column is read: its type, of a number its kind: decimal, integer, double or percent. #}
{% macro cast_kind(column) -%}
    {{ return(column.meta.get('number', 'decimal') if column.meta['type'] == 'number' else column.meta['type']) }}
{%- endmacro %}

{# Whether a value stands in the plainest form of its kind and can be read: true or false, or null. #}
{% macro is_plain(column, kind) -%}
    {%- if kind == 'timestamp' -%}
    _time_zone is null and {{ is_usual_time(column) }} and try_cast({{ column }} as timestamp) is not null
    {%- elif kind == 'date' -%}
    {{ column }} like '____-__-__' and {{ column }} >= '1' and try_cast({{ column }} as date) is not null
    {%- elif kind == 'boolean' -%}
    {{ column }} in ('0', '1', 'true', 'false')
    {%- else -%}
    coalesce(_decimal_separator, '.') = '.' and {{ is_plain_number(column, kind == 'integer') }}
    {%- endif -%}
{%- endmacro %}

{% macro is_plain_number(column, is_whole) -%}
    {{ return(adapter.dispatch('is_plain_number')(column, is_whole)) }}
{%- endmacro %}

{% macro default__is_plain_number(column, is_whole) -%}
    {{ column }} rlike '^[0-9]{1,9}{{ '' if is_whole else '([.][0-9]{1,2})?' }}$'
{%- endmacro %}

{% macro duckdb__is_plain_number(column, is_whole) -%}
    regexp_full_match({{ column }}, '[0-9]{1,9}{{ '' if is_whole else '([.][0-9]{1,2})?' }}')
{%- endmacro %}

{# Whether the value map of its system translates a yes or no that cast_failures looks at. #}
{% macro is_mapped_boolean() -%}
    coalesce(_source_system || ':' || entity || ':' || column_name || ':' || lower(trim(value)) in (
        select source_system || ':' || entity || ':' || field || ':' || lower(raw_value)
        from {{ ref('stg_ledger__value_maps') }}
        where {{ as_boolean('value') }} is not null
    ), false)
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
