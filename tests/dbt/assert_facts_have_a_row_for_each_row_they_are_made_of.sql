-- Fails with each fact whose joins multiplied or lost rows: it has exactly those of the model that it describes.
{%- set facts = [
    ('fct_leads', 'int_leads_survived', ''),
    ('fct_lead_statuses', 'int_lead_statuses_sequenced', ''),
    ('fct_lead_assignments', 'int_lead_stays_ended', ''),
    ('fct_opportunities', 'int_opportunities_progressed', 'not is_deleted'),
    ('fct_activities', 'int_activities_classified', ''),
    ('fct_campaign_members', 'int_campaign_members_answered', ''),
] %}
with counted as (

    {%- for fact, model, condition in facts %}
    select
        '{{ fact }}' as table_name,
        (select count(*) from {{ ref(fact) }}) as fact_rows,
        (select count(*) from {{ ref(model) }}{{ ' where ' ~ condition if condition }}) as described_rows
    union all
    {%- endfor %}
    select
        'fct_opportunity_stages' as table_name,
        (select count(*) from {{ ref('fct_opportunity_stages') }}) as fact_rows,
        (
            select count(*)
            from {{ ref('int_opportunity_stages_sequenced') }} as stays
            inner join {{ ref('int_opportunities_progressed') }} as opportunities
                on stays.opportunity_key = opportunities.opportunity_key
            where not opportunities.is_deleted
        ) as described_rows

)

select table_name, fact_rows, described_rows
from counted
where fact_rows <> described_rows
