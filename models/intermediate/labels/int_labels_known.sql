-- One row per list of labels, source system (`any`: every one, `canonical`: our own names) and label in lower case.
{%- set label_lists = [
    ('lead_status', 'lead_statuses', 'status_raw', 'status'),
    ('lead_source', 'lead_sources', 'lead_source_raw', 'lead_source'),
    ('temperature', 'temperatures', 'rating_raw', 'temperature'),
    ('disqualified_reason', 'lost_reason_labels', 'reason_raw', 'reason'),
    ('lost_reason', 'lost_reason_labels', 'reason_raw', 'reason'),
    ('opportunity_stage', 'opportunity_stage_labels', 'stage_raw', 'stage'),
    ('opportunity_type', 'opportunity_types', 'opportunity_type_raw', 'opportunity_type'),
    ('campaign_type', 'campaign_types', 'campaign_type_raw', 'campaign_type'),
    ('touch_type', 'touch_types', 'touch_type_raw', 'touch_type'),
] %}
{%- set name_lists = label_lists + [
    ('disqualified_reason', 'lost_reasons', '', 'reason'),
    ('lost_reason', 'lost_reasons', '', 'reason'),
    ('opportunity_stage', 'opportunity_stages', '', 'stage'),
    ('activity_type', 'activity_rules', '', 'activity_type'),
    ('touch_channel', 'source_categories', '', 'source_category'),
] %}
with labelled as (
    {%- for field, seed, raw_column, column in label_lists %}
    select
        '{{ field }}' as field,
        source_system,
        lower(trim({{ raw_column }})) as label,
        {{ column }} as value,
        {{ 'source_category' if field == 'lead_source' else 'cast(null as varchar)' }} as category
    from {{ ref(seed) }}
    union all
    {%- endfor %}
    {%- for field, seed, raw_column, column in name_lists %}
    select
        '{{ field }}' as field,
        'canonical' as source_system,
        lower(trim({{ column }})) as label,
        {{ column }} as value,
        {{ 'source_category' if field == 'lead_source' else 'cast(null as varchar)' }} as category
    from {{ ref(seed) }}
    union all
    {%- endfor %}
    -- Our word for what no rule describes.
    select
        'activity_type' as field,
        'canonical' as source_system,
        'other' as label,
        'other' as value,
        cast(null as varchar) as category
    union all
    select
        'activity_status' as field,
        source_system,
        lower(trim(status_raw)) as label,
        case when is_closed then 'closed' else 'open' end as value,
        cast(null as varchar) as category
    from {{ ref('activity_statuses') }}
    union all
    -- The status itself depends on the campaign's type; here it counts only whether it is known at all.
    select
        'campaign_member_status' as field,
        'any' as source_system,
        lower(trim(status_raw)) as label,
        status as value,
        cast(null as varchar) as category
    from {{ ref('campaign_member_statuses') }}
)

select field, source_system, label, value, category
from labelled
where label <> ''
qualify row_number() over (partition by field, source_system, label order by value, category) = 1
