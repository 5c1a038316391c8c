-- One row per source system, list of labels and raw label as the exports hold it, histories included, with its rows.
{%- set label_places = [
    ('lead_status', 'int_leads_unioned', 'status_raw', ''),
    ('lead_status', 'int_lead_changes_unioned', 'old_value', "field = 'status'"),
    ('lead_status', 'int_lead_changes_unioned', 'new_value', "field = 'status'"),
    ('lead_source', 'int_leads_unioned', 'lead_source_raw', ''),
    ('lead_source', 'int_contacts_unioned', 'lead_source_raw', ''),
    ('lead_source', 'int_opportunities_unioned', 'lead_source_raw', ''),
    ('temperature', 'int_leads_unioned', 'rating_raw', ''),
    ('temperature', 'int_lead_changes_unioned', 'old_value', "field = 'rating'"),
    ('temperature', 'int_lead_changes_unioned', 'new_value', "field = 'rating'"),
    ('disqualified_reason', 'int_leads_unioned', 'disqualified_reason_raw', ''),
    ('lost_reason', 'int_opportunities_unioned', 'lost_reason_raw', ''),
    ('opportunity_stage', 'int_opportunities_unioned', 'stage_raw', ''),
    ('opportunity_stage', 'int_opportunity_snapshots_unioned', 'stage_raw', ''),
    ('opportunity_stage', 'int_opportunity_field_changes_unioned', 'old_value', "field = 'stage'"),
    ('opportunity_stage', 'int_opportunity_field_changes_unioned', 'new_value', "field = 'stage'"),
    ('opportunity_type', 'int_opportunities_unioned', 'opportunity_type_raw', ''),
    ('campaign_type', 'int_campaigns_unioned', 'campaign_type_raw', ''),
    ('campaign_member_status', 'int_campaign_members_unioned', 'status_raw', ''),
    ('touch_type', 'int_touch_records_unioned', 'touch_type_raw', ''),
    ('touch_channel', 'int_touch_records_unioned', 'channel_raw', ''),
    ('activity_type', 'int_activities_unioned', 'activity_type_raw', "object_name = 'activity'"),
    ('activity_status', 'int_activities_unioned', 'status_raw', ''),
] %}
with collected as (
    {%- for field, model, column, condition in label_places %}
    select source_system, '{{ field }}' as field, {{ column }} as raw_value, count(*) as occurrences
    from {{ ref(model) }}
    where {{ column }} is not null{{ ' and ' ~ condition if condition }}
    group by source_system, {{ column }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select source_system, field, raw_value, cast(sum(occurrences) as integer) as occurrences
from collected
group by source_system, field, raw_value
