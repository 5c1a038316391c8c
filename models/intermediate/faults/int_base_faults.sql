-- One row per source system and kind of contradiction in ids, campaigns, users and what histories refer to.
{%- set references = [
    ('missing_account', 'dim_people', 'int_contacts_unioned', 'account_key', 'int_accounts_unioned', 'account_key', 'Contacts of an account'),
    ('missing_parent', 'dim_accounts', 'int_accounts_unioned', 'parent_account_key', 'int_accounts_unioned', 'account_key', 'Accounts below an account'),
    ('missing_parent', 'dim_campaigns', 'int_campaigns_unioned', 'parent_campaign_key', 'int_campaigns_unioned', 'campaign_key', 'Campaigns below a campaign'),
    ('missing_manager', 'dim_users', 'int_users_unioned', 'manager_key', 'int_users_unioned', 'user_key', 'Users whose manager is a user'),
    ('missing_lead', 'fct_lead_statuses', 'int_lead_changes_unioned', 'lead_key', 'int_leads_unioned', 'lead_key', 'Changes of a lead'),
] %}
{%- set doubts = [
    ('versions_disagree', 'disagreeing', 'Records with versions of one modification stamp that do not say the same; the one loaded last counts.'),
    ('twice_in_a_file', 'repeated', 'Ids that records of one file share which do not say the same: the newest by its stamp counts, without a stamp the last one. If they are different records, the column is not their id.'),
] %}
{%- set identified = [
    ('fct_leads', 'int_leads_unioned', 'lead_id'),
    ('dim_people', 'int_contacts_unioned', 'contact_id'),
    ('dim_accounts', 'int_accounts_unioned', 'account_id'),
    ('fct_opportunities', 'int_opportunities_unioned', 'opportunity_id'),
    ('dim_users', 'int_users_unioned', 'user_id'),
] %}
with systems as (
    select distinct source_system, source from {{ ref('stg_ledger__loads') }}
),

found as (
    {%- for fault, table, model, column, target, key, words in references %}
    select
        records.source_system,
        '{{ fault }}' as fault,
        '{{ table }}' as table_name,
        '{{ words }} that is not in the data.' as description,
        count(*) as rows
    from {{ ref(model) }} as records
    left join {{ ref(target) }} as targets on targets.{{ key }} = records.{{ column }}
    where records.{{ column }} is not null and targets.{{ key }} is null
    group by records.source_system
    union all
    {%- endfor %}
    {%- for table, model, column in identified %}
    select
        records.source_system,
        case when {{ has_salesforce_form('records.' ~ column) }} then 'id_checksum_wrong' else 'id_of_other_form' end as fault,
        '{{ table }}' as table_name,
        case
            when {{ has_salesforce_form('records.' ~ column) }}
                then 'Ids whose last three characters contradict the others, as if the case of letters had been changed; kept as they are.'
            else 'Ids that are neither 15 nor 18 letters and digits, as if they had been replaced; kept as they are.'
        end as description,
        count(*) as rows
    from {{ ref(model) }} as records
    inner join systems on systems.source_system = records.source_system and systems.source = 'salesforce'
    where
        not {{ has_salesforce_form('records.' ~ column) }}
        or {{ salesforce_id_suffix('records.' ~ column) }} <> substr(records.{{ column }}, 16, 3)
    group by records.source_system, {{ has_salesforce_form('records.' ~ column) }}
    union all
    {%- endfor %}
    {%- for source in ('salesforce', 'spreadsheet') %}
    {%- for fault, column, words in doubts %}
    select source_system, '{{ fault }}' as fault, object_name as table_name, '{{ words }}' as description, {{ column }} as rows
    from {{ ref('stg_' ~ source ~ '__versions_repeated') }}
    where {{ column }} > 0
    union all
    {%- endfor %}
    select
        source_system,
        'local_time_twice' as fault,
        object_name as table_name,
        'Local times in the hour that happens twice when clocks go back; the first is taken.' as description,
        sum(doubled) as rows
    from {{ ref('stg_' ~ source ~ '__cast_failures') }}
    where doubled > 0
    group by source_system, object_name
    union all
    {%- endfor %}
    select
        campaigns.source_system,
        'campaign_cycle' as fault,
        'dim_campaigns' as table_name,
        'Campaigns that are each other''s parents, and those below them; each stands alone.' as description,
        count(*) as rows
    from {{ ref('int_campaigns_pathed') }} as paths
    inner join {{ ref('int_campaigns_unioned') }} as campaigns on campaigns.campaign_key = paths.campaign_key
    where paths.is_in_cycle
    group by campaigns.source_system
    union all
    select
        campaigns.source_system,
        'campaign_cost_without_rate' as fault,
        'dim_campaigns' as table_name,
        'Campaigns with a cost in a currency that had no rate on their first day; their cost is unknown.' as description,
        count(*) as rows
    from {{ ref('int_campaigns_costed') }} as costs
    inner join {{ ref('int_campaigns_unioned') }} as campaigns on campaigns.campaign_key = costs.campaign_key
    where costs.cost_original is not null and costs.cost is null and not campaigns.is_deleted
    group by campaigns.source_system
)

select source_system, fault, table_name, description, cast(rows as integer) as rows
from found
