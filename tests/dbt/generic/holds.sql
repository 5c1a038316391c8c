{# Fails with each row for which a condition is not true; a condition that is null is not true. #}
{% test holds(model, condition) %}
select *
from {{ model }}
where not coalesce({{ condition }}, false)
{% endtest %}
