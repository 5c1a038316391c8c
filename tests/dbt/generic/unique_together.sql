{# Fails with each combination of the columns that occurs more than once; compares as text without case if told to. #}
{% test unique_together(model, columns, ignore_case=false) %}
{%- set parts = [] -%}
{%- for column in columns -%}
    {%- do parts.append('lower(trim(cast(' ~ column ~ ' as varchar)))' if ignore_case else column) -%}
{%- endfor %}
select {{ parts | join(', ') }}, count(*) as times
from {{ model }}
group by {{ parts | join(', ') }}
having count(*) > 1
{% endtest %}
