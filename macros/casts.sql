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

{# The text of a time that cannot be read: two different ones are not the same record. #}
{% macro unread_text(column) -%}
    case when {{ as_timestamp(column) }} is null then {{ as_text(column) }} end
{%- endmacro %}

{# `second`, or `day` where the text is a date without a time of day; null where it is empty. #}
{% macro time_precision(column) -%}
    case
        when {{ column }} like '%:%' then 'second'
        when {{ column }} <> '' then 'day'
    end
{%- endmacro %}

{#
  UTC. Year first is read whatever order the file declares, with an offset or without; any other order only where it
  is declared. Without an offset the row's _time_zone says, else it is UTC. A day without a time of day is a day of the
  reporting time zone and begins there, whatever zone the file's times are in.
  The usual form stands first: this runs on every time of every row.
#}
{% macro as_timestamp(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ column }} is null then null
        when _time_zone is null and {{ is_usual_time(column) }} then try_cast({{ column }} as timestamp)
        when {{ is_iso_instant(text) }} then {{ parse_offset(text) }}
        when {{ column }} not like '%:%' then {{ start_of_local_day('cast(' ~ local_time(text) ~ ' as date)') }}
        when _time_zone is null then {{ local_time(text) }}
        else {{ local_to_utc(local_time(text), '_time_zone') }}
    end
{%- endmacro %}

{# Whether a text is a local time that happens twice in the row's zone: as_timestamp takes the first. #}
{% macro is_doubled_time(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    coalesce(
        case
            when _time_zone is not null and {{ column }} like '%:%' and not {{ is_iso_instant(text) }}
                then {{ is_doubled(local_time(text), '_time_zone') }}
        end, false
    )
{%- endmacro %}

{# A calendar day as written, never moved between zones. #}
{% macro as_date(column) -%}
    {%- set text = 'trim(' ~ column ~ ')' -%}
    case
        when {{ column }} is null then null
        when {{ column }} like '____-__-__' and {{ column }} >= '1' then try_cast({{ column }} as date)
        when {{ is_usual_time(column) }} then cast(try_cast({{ column }} as timestamp) as date)
        when {{ is_iso_instant(text) }}
            then case when {{ parse_offset(text) }} is not null then try_cast(substr({{ text }}, 1, 10) as date) end
        else cast({{ local_time(text) }} as date)
    end
{%- endmacro %}

{# yyyy-mm-dd hh:mm:ss from the year 1000 on; 24:00 is no time of a day. #}
{% macro is_usual_time(column) -%}
    ({{ column }} like '____-__-__ __:__:__' and {{ column }} >= '1' and substr({{ column }}, 12, 2) <> '24')
{%- endmacro %}

{# A time of day without an offset, as its text says: year first, else in the row's declared order. #}
{% macro local_time(text) -%}
    case when {{ is_iso_local(text) }} then try_cast({{ text }} as timestamp) else {{ parse_ordered(text) }} end
{%- endmacro %}

{# Year first, four digits, - or / between the parts; with or without a time, which may have fractions of a second. #}
{% macro is_iso_local(text) -%}
    {{ return(adapter.dispatch('is_iso_local')(text)) }}
{%- endmacro %}

{% macro default__is_iso_local(text) -%}
    {{ text }} rlike '^[1-9][0-9]{3}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T]([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?$'
{%- endmacro %}

{% macro duckdb__is_iso_local(text) -%}
    regexp_full_match({{ text }}, '[1-9][0-9]{3}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T]([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?')
{%- endmacro %}

{# An ISO time with Z, UTC (as connectors and databases unload it) or an offset: +hh, +hhmm or +hh:mm. #}
{% macro is_iso_instant(text) -%}
    {{ return(adapter.dispatch('is_iso_instant')(text)) }}
{%- endmacro %}

{% macro default__is_iso_instant(text) -%}
    {{ text }} rlike '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z| UTC|[+-][0-9]{2}(:?[0-9]{2})?)$'
{%- endmacro %}

{% macro duckdb__is_iso_instant(text) -%}
    regexp_full_match({{ text }}, '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z| UTC|[+-][0-9]{2}(:?[0-9]{2})?)')
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

{# Two-digit years stand first: %Y would read 26 as the year 26. A year of three digits is none. #}
{% macro duckdb__parse_day(text, days) -%}
    {%- set formats = [] -%}
    {%- for time in ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'] -%}
        {%- for day in days -%}{%- do formats.append("'" ~ day ~ time ~ "'") -%}{%- endfor -%}
    {%- endfor -%}
    nullif(greatest(
        try_strptime(replace(translate({{ text }}, '/.', '--'), ', ', ' '), [{{ formats | join(', ') }}]), timestamp '1000-01-01'
    ), timestamp '1000-01-01')
{%- endmacro %}
