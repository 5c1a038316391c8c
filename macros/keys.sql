{# `<source_system>:<id>`, null when there is no id. #}
{% macro source_key(system, id) -%}
    {{ system }} || ':' || {{ id }}
{%- endmacro %}

{# The trimmed id as the system writes it, never lower-cased. #}
{% macro as_id(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{# Whether a row has an id. What begins with a digit or letter is one: to trim every id takes longer than to read it. #}
{% macro has_id(column) -%}
    ({{ column }} between '0' and 'z' or trim({{ column }}) <> '')
{%- endmacro %}

{#
  A Salesforce id: 15 characters become 18, the weekly export's empty reference becomes null, other forms stay.
  The usual form stands first: this runs on every id of every row.
#}
{% macro as_salesforce_id(column) -%}
    case
        when length({{ column }}) = 18 and {{ column }} <> '000000000000000AAA' and {{ column }} not like '% %' then {{ column }}
        when trim({{ column }}) in ('', '000000000000000AAA') then null
        when length(trim({{ column }})) = 15 and {{ is_alphanumeric('trim(' ~ column ~ ')') }}
            then trim({{ column }}) || {{ salesforce_id_suffix('trim(' ~ column ~ ')') }}
        else trim({{ column }})
    end
{%- endmacro %}

{# The three check characters: each tells which of five characters are upper-case letters. #}
{% macro salesforce_id_suffix(id) -%}
    {%- for block in range(3) %}
    substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1
        {%- for bit in range(5) %} + case when substr({{ id }}, {{ block * 5 + bit + 1 }}, 1) between 'A' and 'Z' then {{ 2 ** bit }} else 0 end
        {%- endfor %}, 1)
    {%- if not loop.last %} || {% endif %}
    {%- endfor %}
{%- endmacro %}

{% macro is_alphanumeric(text) -%}
    {{ return(adapter.dispatch('is_alphanumeric')(text)) }}
{%- endmacro %}

{% macro default__is_alphanumeric(text) -%}
    {{ text }} rlike '^[0-9A-Za-z]+$'
{%- endmacro %}

{% macro duckdb__is_alphanumeric(text) -%}
    regexp_full_match({{ text }}, '[0-9A-Za-z]+')
{%- endmacro %}

{# Whether a history value is the id of a user or queue, not a name: histories write owner changes both ways. #}
{% macro is_salesforce_owner_id(value) -%}
    coalesce(
        (substr({{ value }}, 1, 3) in ('005', '00G') and length({{ value }}) in (15, 18) and {{ value }} not like '% %')
        or (length({{ value }}) = 36 and {{ value }} like '________-____-____-____-____________'),
        false
    )
{%- endmacro %}

{# Whether an id has the 18 letters and digits of a Salesforce id. #}
{% macro has_salesforce_form(id) -%}
    (length({{ id }}) = 18 and {{ is_alphanumeric(id) }})
{%- endmacro %}
