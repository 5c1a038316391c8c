-- One row per source system: the instant up to which its exports tell, and which subjects they hold.
-- Only times that a system stamped count; a date that a person typed may lie in the future.
with stamps as (
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_leads_unioned') }} group by source_system
    union all
    select source_system, max(changed_at) as stamped_at from {{ ref('int_lead_changes_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_contacts_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_accounts_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_users_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at, closed_at_raw)) as stamped_at from {{ ref('int_opportunities_unioned') }} group by source_system
    union all
    select source_system, max(changed_at) as stamped_at from {{ ref('int_opportunity_snapshots_unioned') }} group by source_system
    union all
    select source_system, max(changed_at) as stamped_at from {{ ref('int_opportunity_field_changes_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_campaigns_unioned') }} group by source_system
    union all
    select source_system, max(greatest(created_at, modified_at)) as stamped_at from {{ ref('int_campaign_members_unioned') }} group by source_system
    union all
    select source_system, max(modified_at) as stamped_at from {{ ref('int_touch_records_unioned') }} group by source_system
    union all
    select source_system, max(created_at) as stamped_at from {{ ref('int_contact_roles_unioned') }} group by source_system
    union all
    select source_system, max(created_at) as stamped_at from {{ ref('int_quotes_unioned') }} group by source_system
    union all
    -- When a mapped meeting is to begin a person decided, and where nothing else is told it stands for its creation.
    select
        source_system,
        max(
            greatest(
                case when has_creation_time or not is_mapped_meeting then created_at end,
                modified_at,
                case when not is_mapped_meeting then completed_at end
            )
        ) as stamped_at
    from {{ ref('int_activities_unioned') }}
    group by source_system
),

loaded as (
    select source_system, max(loaded_at) as loaded_at from {{ ref('stg_ledger__loads') }} group by source_system
),

newest as (
    select stamps.source_system, least(max(stamps.stamped_at), max(loaded.loaded_at)) as newest_at, max(loaded.loaded_at) as loaded_at
    from stamps
    left join loaded on loaded.source_system = stamps.source_system
    group by stamps.source_system
),

dated as (
    select
        source_system,
        {% if var('as_of') -%}
        least(coalesce(newest_at, loaded_at), cast('{{ var("as_of") }}' as timestamp)) as as_of_at
        {%- else -%}
        coalesce(newest_at, loaded_at) as as_of_at
        {%- endif %}
    from newest
),

first_activities as (
    select source_system, min(coalesce(completed_at, starts_at, created_at)) as first_activity_at
    from {{ ref('int_activities_unioned') }}
    group by source_system
),

subjects as (
    select
        source_system,
        bool_or(is_exported and subject = 'leads') as has_leads,
        bool_or(is_exported and subject = 'activities') as has_activities,
        bool_or(is_exported and subject = 'opportunities') as has_opportunities,
        bool_or(is_exported and subject = 'campaign_members') as has_campaign_members
    from {{ ref('int_objects_exported') }}
    group by source_system
)

select
    dated.source_system,
    dated.as_of_at,
    {{ to_local_date('dated.as_of_at') }} as as_of_date,
    coalesce(subjects.has_leads, false) as has_leads,
    coalesce(histories.has_status_history, false) as has_status_history,
    coalesce(histories.has_owner_history, false) as has_owner_history,
    coalesce(subjects.has_activities, false) as has_activities,
    coalesce(subjects.has_opportunities, false) as has_opportunities,
    coalesce(histories.has_opportunity_history, false) as has_opportunity_history,
    coalesce(subjects.has_campaign_members, false) as has_campaign_members,
    {% if var('activities_complete_from') -%}
    {{ start_of_local_day("cast('" ~ var('activities_complete_from') ~ "' as date)") }} as activities_from_at
    {%- else -%}
    {{ start_of_local_day(to_local_date('first_activities.first_activity_at')) }} as activities_from_at
    {%- endif %}
from dated
left join subjects on subjects.source_system = dated.source_system
left join {{ ref('int_histories_exported') }} as histories on histories.source_system = dated.source_system
left join first_activities on first_activities.source_system = dated.source_system
