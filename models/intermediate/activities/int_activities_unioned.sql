-- One row per task, event or logged activity of every source, deleted ones, invitees' copies and recurrence masters included.
with salesforce_activities as (
    select
        {{ source_key('source_system', 'activity_id') }} as activity_key,
        source_system,
        load_id,
        source_file,
        source_row,
        object_name,
        case when substr(who_id, 1, 3) = '00Q' then {{ source_key('source_system', 'who_id') }} end as lead_key,
        case when substr(who_id, 1, 3) = '003' then {{ source_key('source_system', 'who_id') }} end as contact_key,
        case
            when account_id is not null then {{ source_key('source_system', 'account_id') }}
            when substr(what_id, 1, 3) = '001' then {{ source_key('source_system', 'what_id') }}
        end as account_key,
        case when substr(what_id, 1, 3) = '006' then {{ source_key('source_system', 'what_id') }} end as opportunity_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        {{ source_key('source_system', 'created_by_id') }} as created_by_key,
        subject,
        activity_type_raw,
        activity_subtype_raw,
        call_type_raw,
        has_call_duration,
        has_email_message,
        is_incoming_email,
        status_raw,
        is_closed_raw,
        cast(null as varchar) as activity_type_mapped,
        cast(null as varchar) as direction_mapped,
        cast(null as boolean) as is_automated_mapped,
        is_deleted,
        is_all_day,
        is_child,
        is_recurrence,
        has_notes,
        due_date,
        starts_at,
        completed_at,
        created_at,
        created_at is not null as has_creation_time,
        false as is_mapped_meeting,
        time_precision,
        modified_at
    from {{ ref('int_salesforce_activities_joined') }}
),

spreadsheet_activities as (
    select
        {{ source_key('activities.source_system', 'activities.activity_id') }} as activity_key,
        activities.source_system,
        activities._load_id as load_id,
        activities._source_file as source_file,
        activities._source_row as source_row,
        'activity' as object_name,
        {{ source_key('activities.source_system', 'activities.lead_id') }} as lead_key,
        {{ source_key('activities.source_system', 'activities.contact_id') }} as contact_key,
        {{ source_key('activities.source_system', 'activities.account_id') }} as account_key,
        {{ source_key('activities.source_system', 'activities.opportunity_id') }} as opportunity_key,
        {{ source_key('activities.source_system', 'activities.owner_id') }} as owner_key,
        {{ source_key('activities.source_system', 'activities.created_by_id') }} as created_by_key,
        activities.subject,
        activities.activity_type_raw,
        cast(null as varchar) as activity_subtype_raw,
        cast(null as varchar) as call_type_raw,
        false as has_call_duration,
        false as has_email_message,
        false as is_incoming_email,
        activities.status_raw,
        -- A log without a status holds what happened.
        case when activities.status_raw is null then activities.happened_at is not null end as is_closed_raw,
        types.value as activity_type_mapped,
        lower(coalesce(directions.value, activities.direction_raw)) as direction_mapped,
        {{ mapped_boolean('activities', 'is_automated', 'activities') }} as is_automated_mapped,
        {{ is_gone('activities', 'activities.activity_id', 'activities') }} as is_deleted,
        false as is_all_day,
        false as is_child,
        false as is_recurrence,
        activities.has_notes,
        activities.due_date,
        activities.happened_at as starts_at,
        activities.happened_at as completed_at,
        coalesce(activities.created_at, activities.happened_at) as created_at,
        activities.created_at is not null as has_creation_time,
        coalesce(lower(coalesce(types.value, activities.activity_type_raw)) = 'meeting', false) as is_mapped_meeting,
        activities.time_precision,
        activities.modified_at
    from {{ ref('stg_spreadsheet__activities') }} as activities
    left join {{ ref('int_value_maps_resolved') }} as types
        on types.source_system = activities.source_system
        and types.field = 'activity_type'
        and types.label = lower(activities.activity_type_raw)
    left join {{ ref('int_value_maps_resolved') }} as directions
        on directions.source_system = activities.source_system
        and directions.field = 'activity_direction'
        and directions.label = lower(activities.direction_raw)
)

select * from salesforce_activities
union all
select * from spreadsheet_activities
