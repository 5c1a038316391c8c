-- Fails per source and reference of a fact that leads to no row of the other fact although no fault counts it.
-- Holds for a build as of now: as of an earlier day a record may refer to one that was made later.
{%- set references = [
    ('fct_leads', 'opportunity_key', 'fct_opportunities', 'opportunity'),
    ('fct_opportunities', 'lead_key', 'fct_leads', 'lead'),
    ('fct_activities', 'lead_key', 'fct_leads', 'lead'),
    ('fct_activities', 'opportunity_key', 'fct_opportunities', 'opportunity'),
    ('fct_campaign_members', 'lead_key', 'fct_leads', 'lead'),
] %}
with leading_nowhere as (

    {%- for fact, column, target, noun in references %}
    select facts.source_system, '{{ fact }}' as table_name, 'missing_{{ noun }}' as fault, count(*) as rows
    from {{ ref(fact) }} as facts
    left join {{ ref(target) }} as targets on facts.{{ column }} = targets.{{ column }}
    where facts.{{ column }} is not null and targets.{{ column }} is null
    group by facts.source_system
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select leading_nowhere.source_system, leading_nowhere.table_name, leading_nowhere.fault, leading_nowhere.rows
from leading_nowhere
left join {{ ref('meta_faults') }} as faults
    on leading_nowhere.source_system = faults.source_system
    and leading_nowhere.table_name = faults.table_name
    and leading_nowhere.fault = faults.fault
where faults.fault is null and '{{ var("as_of") }}' = ''
