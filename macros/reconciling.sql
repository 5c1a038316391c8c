{#
  Query with each combination of the keys under which two CTEs with a column `records` do not hold as many: what was
  landed and where it was placed, say. The columns of the result are the keys and a number under each CTE's name.
#}
{% macro unequal_records(left, right, keys) -%}
{%- set columns = keys | join(', ') -%}
select
    {%- for key in keys %}
    coalesce({{ left }}.{{ key }}, {{ right }}.{{ key }}) as {{ key }},
    {%- endfor %}
    {{ left }}.records as {{ left }},
    {{ right }}.records as {{ right }}
from (select {{ columns }}, sum(records) as records from {{ left }} group by {{ columns }}) as {{ left }}
full join (select {{ columns }}, sum(records) as records from {{ right }} group by {{ columns }}) as {{ right }}
    on {% for key in keys %}{{ left }}.{{ key }} = {{ right }}.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
where coalesce({{ left }}.records, 0) <> coalesce({{ right }}.records, 0)
{%- endmacro %}
