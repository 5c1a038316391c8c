{# Numbers, amounts and shares from the text of an export; null where it does not cast, as in casts.sql. #}

{#
  A number. Group separators are dropped only where the row's decimal separator leaves no doubt: where none is declared
  1,234 is not read. A currency sign, a percent sign, parentheses or a letter make the value null. An integer is one
  without a fraction.
#}
{% macro as_number(column, type='decimal(18, 2)') -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    {%- set number -%}
    case
        when {{ column }} is null or {{ column }} = '' then null
        when _decimal_separator = ',' then {{ parse_number(text, '.', ',', 'double' if type == 'integer' else type) }}
        when _decimal_separator is null and {{ column }} like '%,%' and {{ text }} like '%,___'
            and {{ text }} not like '%.%' and {{ text }} not like '%,%,%' then null
        else {{ parse_number(text, ',', '.', 'double' if type == 'integer' else type) }}
    end
    {%- endset -%}
    {%- if type == 'integer' -%}
    case when floor({{ number }}) = {{ number }} then try_cast({{ number }} as integer) end
    {%- else -%}
    {{ number }}
    {%- endif -%}
{%- endmacro %}

{% macro parse_number(text, group, decimal, type) -%}
    {{ return(adapter.dispatch('parse_number')(text, group, decimal, type)) }}
{%- endmacro %}

{% macro duckdb__parse_number(text, group, decimal, type) -%}
    case
        when regexp_full_match({{ text }}, '[+-]?([0-9]{1,3}([{{ group }} ][0-9]{3})+|[0-9]*)([{{ decimal }}][0-9]*)?([eE][+-]?[0-9]{1,2})?')
            then try_cast(replace(replace(replace({{ text }}, '{{ group }}', ''), ' ', ''), '{{ decimal }}', '.') as {{ type }})
    end
{%- endmacro %}

{# A number of percent: 50 and 50% are the same. #}
{% macro as_percent(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ is_percent(column) }} then {{ as_number('trim(substr(' ~ text ~ ', 1, length(' ~ text ~ ') - 1))', 'double') }}
        else {{ as_number(column, 'double') }}
    end
{%- endmacro %}

{# Whether a text is written with a percent sign. #}
{% macro is_percent(column) -%}
    coalesce(substr(trim({{ column }}), length(trim({{ column }})), 1) = '%', false)
{%- endmacro %}

{# A currency code; a record without one is in the reporting currency. #}
{% macro as_currency(column) -%}
    upper(coalesce({{ column }}, '{{ var("reporting_currency") }}'))
{%- endmacro %}

{#
  A probability as 0..1. What bears a percent sign is percent; the others are where the highest of them in their source
  system is above 1.
#}
{% macro as_fraction(column, is_percent) -%}
    {{ column }} / case
        when {{ is_percent }} then 100
        when max(case when not {{ is_percent }} then {{ column }} end) over (partition by source_system) > 1 then 100
        else 1
    end
{%- endmacro %}
