{# The texts of a group, one after the other in an order, with a separator between. #}
{% macro joined_texts(text, separator, order) -%}
    {{ return(adapter.dispatch('joined_texts')(text, separator, order)) }}
{%- endmacro %}

{% macro default__joined_texts(text, separator, order) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order }})
{%- endmacro %}

{% macro duckdb__joined_texts(text, separator, order) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order }})
{%- endmacro %}

{# The texts of a JSON list and their places in it, from 1: as rows. Goes into a select list. #}
{% macro unlisted_texts(list, text, place) -%}
    {{ return(adapter.dispatch('unlisted_texts')(list, text, place)) }}
{%- endmacro %}

{% macro default__unlisted_texts(list, text, place) -%}
    posexplode(from_json({{ list }}, 'array<string>')) as ({{ place }}, {{ text }})
{%- endmacro %}

{% macro duckdb__unlisted_texts(list, text, place) -%}
    unnest(from_json({{ list }}, '["VARCHAR"]')) as {{ text }}, unnest(range(1, 1 + cast(json_array_length({{ list }}) as bigint))) as {{ place }}
{%- endmacro %}

{# The words of a text as rows, told apart by one character. Goes into a select list. #}
{% macro words_of(text, separator) -%}
    {{ return(adapter.dispatch('words_of')(text, separator)) }}
{%- endmacro %}

{% macro default__words_of(text, separator) -%}
    explode(split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{% macro duckdb__words_of(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{# A campaign's name as it is compared with others: in any case, with spaces, - _ + or %20 between its words. #}
{% macro comparable_name(text) -%}
    {%- set spaced = "translate(replace(lower(" ~ text ~ "), '%20', ' '), '-_+', '   ')" -%}
    nullif(trim(replace(replace(replace({{ spaced }}, '  ', ' '), '  ', ' '), '  ', ' ')), '')
{%- endmacro %}
