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
