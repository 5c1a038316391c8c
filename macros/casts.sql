{#
  Text of an export to typed values. A value that does not cast becomes null; meta_casts counts it by column.
  Each raw row says how its file writes dates and numbers: _time_zone, _date_order, _decimal_separator.
#}

{% macro as_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{% macro as_boolean(column) -%}
    case
        when {{ column }} is null then null
        when lower(trim({{ column }})) in ('1', 'true', 'yes', 't', 'y') then true
        when lower(trim({{ column }})) in ('0', 'false', 'no', 'f', 'n') then false
    end
{%- endmacro %}

{# `second`, or `day` where the text is a date without a time of day; null where it is empty. #}
{% macro time_precision(column) -%}
    case
        when {{ column }} like '%:%' then 'second'
        when {{ column }} <> '' then 'day'
    end
{%- endmacro %}

{# A text that begins with a year of four digits reads year first, whatever order the file declares: 12/11/10 is no ISO. #}
{% macro is_iso(column) -%}
    (substr({{ column }}, 5, 1) in ('-', '/') and coalesce(try_cast(substr({{ column }}, 1, 4) as integer) >= 1000, false))
{%- endmacro %}

{# UTC. An offset in the text is honoured; without one the row's _time_zone says, else it is UTC. #}
{% macro as_timestamp(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ column }} is null then null
        -- The usual form stands first: this runs on every time of every row.
        when _time_zone is null and {{ column }} like '____-__-__ __:__:__' then try_cast({{ column }} as timestamp)
        when not {{ is_iso(text) }} then
            case
                when _time_zone is null then {{ parse_ordered(text) }}
                else {{ to_utc(parse_ordered(text), '_time_zone') }}
            end
        when {{ has_offset(text) }} then {{ parse_offset(text) }}
        when _time_zone is null then try_cast({{ text }} as timestamp)
        else {{ to_utc('try_cast(' ~ text ~ ' as timestamp)', '_time_zone') }}
    end
{%- endmacro %}

{# A calendar day as written, never moved between zones. #}
{% macro as_date(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ column }} is null then null
        when not {{ is_iso(text) }} then cast({{ parse_ordered(text) }} as date)
        else try_cast(substr({{ text }}, 1, 10) as date)
    end
{%- endmacro %}

{# An ISO text with Z or a sign after hours and minutes: Z, +hh, +hhmm or +hh:mm. #}
{% macro has_offset(text) -%}
    (substr({{ text }}, 17) like '%Z' or substr({{ text }}, 17) like '%+%' or substr({{ text }}, 17) like '%-%')
{%- endmacro %}

{# A cast straight to a timestamp would drop the offset without a word. #}
{% macro parse_offset(text) -%}
    {{ return(adapter.dispatch('parse_offset')(text)) }}
{%- endmacro %}

{% macro default__parse_offset(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro %}

{# DuckDB reads an offset only after seconds. #}
{% macro duckdb__parse_offset(text) -%}
    cast(try_cast(
        case
            when substr({{ text }}, 17, 1) = ':' then {{ text }}
            else substr({{ text }}, 1, 16) || ':00' || substr({{ text }}, 17)
        end as timestamptz
    ) as timestamp)
{%- endmacro %}

{# Local time of a text in the row's declared order (dmy or mdy), with - / or . between the parts. #}
{% macro parse_ordered(text) -%}
    case
        when _date_order = 'dmy' then {{ parse_day(text, ['%d-%m-%y', '%d-%m-%Y']) }}
        when _date_order = 'mdy' then {{ parse_day(text, ['%m-%d-%y', '%m-%d-%Y']) }}
    end
{%- endmacro %}

{% macro parse_day(text, days) -%}
    {{ return(adapter.dispatch('parse_day')(text, days)) }}
{%- endmacro %}

{# Two-digit years stand first: %Y would read 26 as the year 26. #}
{% macro duckdb__parse_day(text, days) -%}
    {%- set formats = [] -%}
    {%- for time in ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'] -%}
        {%- for day in days -%}{%- do formats.append("'" ~ day ~ time ~ "'") -%}{%- endfor -%}
    {%- endfor -%}
    try_strptime(replace(translate({{ text }}, '/.', '--'), ', ', ' '), [{{ formats | join(', ') }}])
{%- endmacro %}

{#
  A number. Group separators are dropped only where the row's decimal separator leaves no doubt; 50% is 0.5;
  a currency sign or a stray letter makes the value null.
#}
{% macro as_number(column, type='decimal(18, 2)') -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ column }} is null or {{ column }} = '' then null
        when _decimal_separator = ',' then {{ parse_number(text, '.', ',', type) }}
        else coalesce(try_cast({{ text }} as {{ type }}), {{ parse_number(text, ',', '.', type) }})
    end
{%- endmacro %}

{% macro parse_number(text, group, decimal, type) -%}
    {{ return(adapter.dispatch('parse_number')(text, group, decimal, type)) }}
{%- endmacro %}

{% macro duckdb__parse_number(text, group, decimal, type) -%}
    case
        when regexp_full_match({{ text }}, '[+-]?([0-9]{1,3}([{{ group }} ][0-9]{3})+|[0-9]+)([{{ decimal }}][0-9]+)?( ?%)?')
            then cast(
                try_cast(replace(replace(replace(rtrim({{ text }}, '% '), '{{ group }}', ''), ' ', ''), '{{ decimal }}', '.') as {{ type }})
                / case when substr({{ text }}, length({{ text }}), 1) = '%' then 100 else 1 end as {{ type }}
            )
    end
{%- endmacro %}

{# A currency code; a record without one is in the reporting currency. #}
{% macro as_currency(column) -%}
    upper(coalesce({{ column }}, '{{ var("reporting_currency") }}'))
{%- endmacro %}

{# A probability as 0..1: a system whose highest is above 1 writes percent. #}
{% macro as_fraction(column) -%}
    {{ column }} / case when max({{ column }}) over (partition by source_system) > 1 then 100 else 1 end
{%- endmacro %}
