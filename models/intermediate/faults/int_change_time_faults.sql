-- One row per source system and table of recorded changes that are stamped after their load, with how many there are.
-- None as of an earlier day, when later changes are no fault.
{%- set histories = [
    ('int_lead_changes_unioned', "changes.field = 'status'", 'fct_lead_statuses'),
    ('int_lead_changes_unioned', "changes.field = 'owner'", 'fct_lead_assignments'),
    ('int_opportunity_snapshots_unioned', 'not changes.is_deleted', 'fct_opportunity_stages'),
    ('int_opportunity_field_changes_unioned', 'true', 'fct_opportunities'),
] %}
{%- for changes, condition, table_name in histories %}
select
    changes.source_system,
    'change_after_load' as fault,
    '{{ table_name }}' as table_name,
    'Changes stamped after they were loaded: as if they had not happened.' as description,
    cast(count(*) as integer) as rows
from {{ ref(changes) }} as changes
inner join {{ ref('int_sources_as_of') }} as sources on changes.source_system = sources.source_system
where changes.changed_at > sources.as_of_at
    and {{ condition }}
    and '{{ var("as_of") }}' = ''
group by changes.source_system
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
