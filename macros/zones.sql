{# Time zones. Timestamps are UTC without a zone; the session's zone is UTC. #}

{# The UTC instant of a local time in a zone. #}
{% macro to_utc(ts, zone) -%}
    {{ return(adapter.dispatch('to_utc')(ts, zone)) }}
{%- endmacro %}

{% macro default__to_utc(ts, zone) -%}
    to_utc_timestamp({{ ts }}, {{ zone }})
{%- endmacro %}

{# Through the epoch: a cast between timestamps with and without a zone asks the zone's calendar once more. #}
{% macro duckdb__to_utc(ts, zone) -%}
    make_timestamp(epoch_us(timezone({{ zone }}, {{ ts }})))
{%- endmacro %}

{#
  The UTC instant of a local time that a person or a file wrote. When clocks go back an hour happens twice: the first is
  taken. When they go forward an hour is left out: a time in it is none.
#}
{% macro local_to_utc(ts, zone) -%}
    {%- set utc = to_utc(ts, zone) -%}
    case
        when {{ is_doubled(ts, zone) }} then {{ add_seconds(utc, -3600) }}
        when {{ to_local(utc, zone) }} = {{ ts }} then {{ utc }}
    end
{%- endmacro %}

{# Whether a local time happens twice in its zone, on the day on which clocks go back an hour. Engines give the second. #}
{% macro is_doubled(ts, zone) -%}
    ({{ to_local(add_seconds(to_utc(ts, zone), -3600), zone) }} = {{ ts }})
{%- endmacro %}

{# The local time in a zone of a UTC instant. #}
{% macro to_local(ts, zone) -%}
    {{ return(adapter.dispatch('to_local')(ts, zone)) }}
{%- endmacro %}

{% macro default__to_local(ts, zone) -%}
    from_utc_timestamp({{ ts }}, {{ zone }})
{%- endmacro %}

{% macro duckdb__to_local(ts, zone) -%}
    timezone({{ zone }}, make_timestamptz(epoch_us({{ ts }})))
{%- endmacro %}

{# The calendar day of a UTC instant in the reporting time zone. #}
{% macro to_local_date(ts) -%}
    {%- if var('reporting_time_zone') == 'UTC' -%}
        cast({{ ts }} as date)
    {%- else -%}
        cast({{ to_local(ts, "'" ~ var('reporting_time_zone') ~ "'") }} as date)
    {%- endif -%}
{%- endmacro %}

{# The UTC instant at which a calendar day of the reporting time zone begins. #}
{% macro start_of_local_day(day) -%}
    {%- if var('reporting_time_zone') == 'UTC' -%}
        cast({{ day }} as timestamp)
    {%- else -%}
        {{ to_utc('cast(' ~ day ~ ' as timestamp)', "'" ~ var('reporting_time_zone') ~ "'") }}
    {%- endif -%}
{%- endmacro %}
