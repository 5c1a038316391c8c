{# Durations, days of the week and months. Timestamps are UTC without a zone. #}

{# The first day of a date's month. #}
{% macro start_of_month(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}

{#
  The first day of the month in which an instant lies in the reporting time zone. Of a day amid the month any zone says the
  same; to ask the zone takes many times as long.
#}
{% macro start_of_local_month(ts) -%}
    case
        when extract(day from {{ ts }}) between 2 and 27 then {{ start_of_month(ts) }}
        else {{ start_of_month(to_local_date(ts)) }}
    end
{%- endmacro %}

{# Exact seconds from one instant to another, fractions kept; negative when the second is earlier. #}
{% macro seconds_between(start_ts, end_ts) -%}
    {{ return(adapter.dispatch('seconds_between')(start_ts, end_ts)) }}
{%- endmacro %}

{% macro default__seconds_between(start_ts, end_ts) -%}
    ((unix_micros({{ end_ts }}) - unix_micros({{ start_ts }})) / 1000000.0)
{%- endmacro %}

{% macro duckdb__seconds_between(start_ts, end_ts) -%}
    cast((epoch_us({{ end_ts }}) - epoch_us({{ start_ts }})) / 1000000.0 as double)
{%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('days_between')(start_date, end_date)) }}
{%- endmacro %}

{% macro default__days_between(start_date, end_date) -%}
    datediff({{ end_date }}, {{ start_date }})
{%- endmacro %}

{% macro duckdb__days_between(start_date, end_date) -%}
    cast(date_diff('day', {{ start_date }}, {{ end_date }}) as integer)
{%- endmacro %}

{# The instant a number of seconds after another. #}
{% macro add_seconds(ts, seconds) -%}
    {{ return(adapter.dispatch('add_seconds')(ts, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(ts, seconds) -%}
    timestampadd(second, {{ seconds }}, {{ ts }})
{%- endmacro %}

{% macro duckdb__add_seconds(ts, seconds) -%}
    ({{ ts }} + to_seconds({{ seconds }}))
{%- endmacro %}

{# The date a number of days after another. #}
{% macro add_days(day, days) -%}
    {{ return(adapter.dispatch('add_days')(day, days)) }}
{%- endmacro %}

{% macro default__add_days(day, days) -%}
    date_add({{ day }}, {{ days }})
{%- endmacro %}

{% macro duckdb__add_days(day, days) -%}
    cast({{ day }} + to_days(cast({{ days }} as integer)) as date)
{%- endmacro %}

{# Whole seconds since 00:00 UTC of the instant's own day. #}
{% macro second_of_day(ts) -%}
    (extract(hour from {{ ts }}) * 3600 + extract(minute from {{ ts }}) * 60 + cast(floor(extract(second from {{ ts }})) as bigint))
{%- endmacro %}

{#
  Working seconds from a calendar's first day to an instant. The query joins reference.calendar_days under
  `days` on the calendar and utc_date = cast(ts as date). Two of them subtracted are the working seconds between.
#}
{% macro working_seconds(ts, days) -%}
    ({{ days }}.seconds_before
    {%- for n in range(1, 5) %}
        + case
            when {{ days }}.opens_{{ n }} is null then 0
            else greatest(0, least({{ second_of_day(ts) }}, {{ days }}.closes_{{ n }}) - {{ days }}.opens_{{ n }})
        end
    {%- endfor %})
{%- endmacro %}

{# Day of the week, 1 Monday to 7 Sunday: engines number it differently. #}
{% macro iso_weekday(day) -%}
    {{ return(adapter.dispatch('iso_weekday')(day)) }}
{%- endmacro %}

{% macro default__iso_weekday(day) -%}
    cast(extract(dayofweek_iso from {{ day }}) as integer)
{%- endmacro %}

{% macro duckdb__iso_weekday(day) -%}
    cast(isodow({{ day }}) as integer)
{%- endmacro %}

{# English name of the day of the week. #}
{% macro weekday_name(day) -%}
    {{ return(adapter.dispatch('weekday_name')(day)) }}
{%- endmacro %}

{% macro default__weekday_name(day) -%}
    date_format({{ day }}, 'EEEE')
{%- endmacro %}

{% macro duckdb__weekday_name(day) -%}
    dayname({{ day }})
{%- endmacro %}
