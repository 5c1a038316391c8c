-- One row per source, table and reference of the pipeline facts that names records which are not in the data (their
-- keys are kept; a lead that is left out of the facts is not there either) or which were deleted (the reference is empty).
{%- set references = [
    ('fct_opportunities', 'int_opportunities_wound_back', 'account_key', 'int_accounts_unioned', 'account_key', 'account'),
    ('fct_opportunities', 'int_opportunities_wound_back', 'owner_key', 'int_users_unioned', 'user_key', 'owner'),
    ('fct_opportunities', 'int_opportunity_leads_linked', 'lead_key', 'int_leads_survived', 'lead_key', 'lead'),
    ('fct_opportunities', 'int_opportunities_wound_back', 'campaign_key', 'int_campaigns_unioned', 'campaign_key', 'campaign'),
    ('fct_opportunity_stages', 'int_opportunity_snapshots_unioned', 'opportunity_key', 'int_opportunities_unioned', 'opportunity_key', 'opportunity'),
    ('fct_activities', 'int_activities_classified', 'owner_key', 'int_users_unioned', 'user_key', 'owner'),
    ('fct_activities', 'int_activities_classified', 'lead_key', 'int_leads_survived', 'lead_key', 'lead'),
    ('fct_activities', 'int_activities_classified', 'contact_key', 'int_contacts_unioned', 'contact_key', 'contact'),
    ('fct_activities', 'int_activities_classified', 'opportunity_key', 'int_opportunities_progressed', 'opportunity_key', 'opportunity'),
    ('fct_campaign_members', 'int_campaign_members_answered', 'campaign_key', 'int_campaigns_unioned', 'campaign_key', 'campaign'),
    ('fct_campaign_members', 'int_campaign_members_answered', 'lead_key', 'int_leads_survived', 'lead_key', 'lead'),
    ('fct_campaign_members', 'int_campaign_members_answered', 'contact_key', 'int_contacts_unioned', 'contact_key', 'contact'),
] %}
{%- for table_name, model, column, target, target_column, noun in references %}
select
    referring.source_system,
    '{{ table_name }}' as table_name,
    'missing_{{ noun }}' as fault,
    'The {{ noun }} is not in the data{{ ", or without a creation time" if noun == "lead" }}; its key is kept.' as description,
    count(*) as occurrences
from {{ ref(model) }} as referring
left join {{ ref(target) }} as referred on referring.{{ column }} = referred.{{ target_column }}
where referring.{{ column }} is not null and referred.{{ target_column }} is null
group by referring.source_system
union all
{%- endfor %}
{%- for noun in ['lead', 'contact', 'opportunity'] %}
select
    source_system,
    'fct_activities' as table_name,
    '{{ noun }}_gone' as fault,
    'The {{ noun }} was deleted, or merged into one that is not there; the reference is empty.' as description,
    count(*) as occurrences
from {{ ref('int_activities_classified') }}
where is_{{ noun }}_gone
group by source_system
union all
{%- endfor %}
select
    referring.source_system,
    'fct_opportunities' as table_name,
    'account_gone' as fault,
    'The account was deleted, or merged into one that is not there; the reference is empty.' as description,
    count(*) as occurrences
from {{ ref('int_opportunities_wound_back') }} as referring
inner join {{ ref('int_opportunities_progressed') }} as resolved on referring.opportunity_key = resolved.opportunity_key
where referring.account_key is not null and resolved.account_key is null
group by referring.source_system
