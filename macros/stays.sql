{#
  Query with each row of the CTE `recorded` (change_id, the record's key, its value, changed_at) that no stay of the
  record with that value shows at that time: what a history wrote down and the stays do not tell.
  Joined from within: an outer join on spans of time would compare every two rows.
#}
{% macro recorded_outside_stays(stays, record, value, begins_at, ends_at) -%}
select recorded.*
from recorded
left join (
    select distinct recorded.change_id
    from recorded
    inner join {{ stays }} as stays
        on recorded.{{ record }} = stays.{{ record }}
        and recorded.{{ value }} = stays.{{ value }}
        and (stays.{{ begins_at }} is null or stays.{{ begins_at }} <= recorded.changed_at or stays.stay_number = 1)
        and (stays.{{ ends_at }} is null or stays.{{ ends_at }} >= recorded.changed_at)
) as standing on recorded.change_id = standing.change_id
where standing.change_id is null
{%- endmacro %}
