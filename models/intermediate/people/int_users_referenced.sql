-- One row per user or queue key that any record or history names, whether or not the user is in the data.
{%- set places = [
    ('int_leads_unioned', 'owner_key', ''),
    ('int_leads_unioned', 'created_by_key', ''),
    ('int_lead_changes_unioned', 'old_value', "field = 'owner'"),
    ('int_lead_changes_unioned', 'new_value', "field = 'owner'"),
    ('int_lead_changes_unioned', 'changed_by_key', ''),
    ('int_contacts_unioned', 'owner_key', ''),
    ('int_accounts_unioned', 'owner_key', ''),
    ('int_opportunities_unioned', 'owner_key', ''),
    ('int_opportunities_unioned', 'created_by_key', ''),
    ('int_opportunity_snapshots_unioned', 'changed_by_key', ''),
    ('int_opportunity_field_changes_unioned', 'old_value', "field = 'owner'"),
    ('int_opportunity_field_changes_unioned', 'new_value', "field = 'owner'"),
    ('int_opportunity_field_changes_unioned', 'changed_by_key', ''),
    ('int_activities_unioned', 'owner_key', ''),
    ('int_activities_unioned', 'created_by_key', ''),
    ('int_campaigns_unioned', 'owner_key', ''),
    ('int_users_unioned', 'manager_key', ''),
] %}
{%- for model, column, condition in places %}
select source_system, {{ column }} as user_key from {{ ref(model) }} where {{ column }} is not null{{ ' and ' ~ condition if condition }}
{%- if not loop.last %}
union
{%- endif %}
{%- endfor %}
