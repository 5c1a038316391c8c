-- One row per Salesforce source, table and kind of doubt in the ids by which its records refer to others: how many.
-- Each distinct id is judged once. A record's own id is judged in int_base_faults.
{%- set references = [
    ('fct_leads', 'int_leads_unioned', ['owner_key', 'master_lead_key', 'converted_contact_key', 'converted_account_key', 'converted_opportunity_key']),
    ('dim_people', 'int_contacts_unioned', ['account_key', 'master_contact_key']),
    ('dim_accounts', 'int_accounts_unioned', ['parent_account_key', 'master_account_key']),
    ('fct_opportunities', 'int_opportunities_unioned', ['account_key', 'owner_key', 'campaign_key']),
    ('fct_opportunity_stages', 'int_opportunity_snapshots_unioned', ['opportunity_key']),
    ('fct_lead_statuses', 'int_lead_changes_unioned', ['lead_key']),
    ('fct_activities', 'int_activities_unioned', ['lead_key', 'contact_key', 'opportunity_key', 'owner_key']),
    ('fct_campaign_members', 'int_campaign_members_unioned', ['campaign_key', 'lead_key', 'contact_key']),
] %}
with ids as (

    {%- for table, model, columns in references %}{% set last_table = loop.last %}{% for column in columns %}
    select
        records.source_system,
        '{{ table }}' as table_name,
        substr(records.{{ column }}, length(records.source_system) + 2) as id,
        count(*) as occurrences
    from {{ ref(model) }} as records
    where records.{{ column }} is not null
    group by records.source_system, records.{{ column }}
    {%- if not (last_table and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}{% endfor %}

),

judged as (

    select
        ids.source_system,
        ids.table_name,
        ids.occurrences,
        {{ has_salesforce_form('ids.id') }} as has_form,
        {{ salesforce_id_suffix('ids.id') }} = substr(ids.id, 16, 3) as is_right
    from ids
    inner join (
        select distinct source_system from {{ ref('stg_ledger__loads') }} where source = 'salesforce'
    ) as systems on systems.source_system = ids.source_system

)

select
    source_system,
    case when has_form then 'reference_checksum_wrong' else 'reference_of_other_form' end as fault,
    table_name,
    case
        when has_form
            then 'References whose last three characters contradict the others, as if the case of letters had been changed; kept as they are.'
        else 'References that are neither 15 nor 18 letters and digits, as if they had been replaced; kept as they are.'
    end as description,
    cast(sum(occurrences) as integer) as rows
from judged
where not has_form or not is_right
group by source_system, has_form, table_name
