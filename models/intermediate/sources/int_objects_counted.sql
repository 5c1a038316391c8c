-- One row per source system, load, object and month of the records' creation (null: not known): the records whose newest
-- version the load brought, and from when to when. Deleted records included; one that a later load brought counts there.
{%- set objects = [
    (['Lead', 'leads'], 'int_leads_unioned', 'created_at', 'modified_at', ''),
    (['LeadHistory'], 'int_lead_changes_unioned', 'changed_at', 'changed_at', ''),
    (['lead_statuses'], 'int_lead_changes_unioned', 'changed_at', 'changed_at', "field = 'status'"),
    (['lead_owners'], 'int_lead_changes_unioned', 'changed_at', 'changed_at', "field = 'owner'"),
    (['Contact', 'contacts'], 'int_contacts_unioned', 'created_at', 'modified_at', ''),
    (['Account', 'accounts'], 'int_accounts_unioned', 'created_at', 'modified_at', ''),
    (['User', 'users'], 'int_users_unioned', 'created_at', 'modified_at', 'not is_group'),
    (['Group'], 'int_users_unioned', 'created_at', 'modified_at', 'is_group'),
    (['Opportunity', 'opportunities'], 'int_opportunities_unioned', 'created_at', 'modified_at', ''),
    (['OpportunityHistory', 'opportunity_stages'], 'int_opportunity_snapshots_unioned', 'changed_at', 'changed_at', ''),
    (['OpportunityFieldHistory'], 'int_opportunity_field_changes_unioned', 'changed_at', 'changed_at', ''),
    (['OpportunityContactRole', 'contact_roles'], 'int_contact_roles_unioned', 'created_at', 'created_at', ''),
    (['Campaign', 'campaigns'], 'int_campaigns_unioned', 'created_at', 'modified_at', ''),
    (['CampaignMember', 'campaign_members'], 'int_campaign_members_unioned', 'created_at', 'modified_at', ''),
    (['touchpoints'], 'int_touch_records_unioned', 'touched_at', 'modified_at', ''),
    (['Task'], 'int_activities_unioned', 'created_at', 'modified_at', "object_name = 'task'"),
    (['Event'], 'int_activities_unioned', 'created_at', 'modified_at', "object_name = 'event'"),
    (['activities'], 'int_activities_unioned', 'created_at', 'modified_at', "object_name = 'activity'"),
    (['EmailMessage'], 'stg_salesforce__email_messages', 'created_at', 'modified_at', ''),
    (['Quote', 'quotes'], 'int_quotes_unioned', 'created_at', 'created_at', ''),
] %}
with objects as (
    {%- for names, model, created, modified, condition in objects %}{% set last_model = loop.last %}{% set number = loop.index %}
    {%- for name in names %}
    select {{ number }} as object_number, '{{ name }}' as object_name
    {%- if not (last_model and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}{% endfor %}
),

counted as (
    {%- for names, model, created, modified, condition in objects %}
    {%- set load = '_load_id' if model.startswith('stg') else 'load_id' %}
    select
        {{ loop.index }} as object_number,
        source_system,
        {{ load }} as load_id,
        {{ start_of_local_month(created) }} as period_month,
        count(*) as records,
        min({{ created }}) as first_record_at,
        max(greatest({{ created }}, {{ modified }})) as last_record_at
    from {{ ref(model) }}
    {{ 'where ' ~ condition if condition }}
    group by source_system, {{ load }}, {{ start_of_local_month(created) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    counted.source_system,
    counted.load_id,
    objects.object_name,
    counted.period_month,
    counted.records,
    counted.first_record_at,
    counted.last_record_at
from counted
inner join objects on counted.object_number = objects.object_number
-- A model holds several systems; only the object that the system itself exported stands for it.
inner join {{ ref('int_objects_exported') }} as exported
    on exported.source_system = counted.source_system
    and exported.object_name = objects.object_name
    and exported.is_exported
