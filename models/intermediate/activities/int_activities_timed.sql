-- One row per activity: whether it belongs in the facts, whether it took place, and when.
-- A due date is a plan and never the time of anything; a meeting takes place when it starts.
-- A view that carries the activity along: to join it back to itself cost its readers more than to work this out again.
{{ config(materialized='view') }}
with activities as (

    select * from {{ ref('int_activities_unioned') }}

),

sources as (

    select * from {{ ref('int_sources_as_of') }}

),

statuses as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'activity_status'

),

activities_joined as (

    select
        activities.*,
        activities.object_name = 'event' as is_meeting,
        sources.as_of_at,
        -- A meeting is planned for its start, as is whatever is still to come; any other time is no plan.
        coalesce(
            activities.due_date,
            case
                when activities.object_name <> 'activity' or activities.is_mapped_meeting
                    or activities.starts_at > sources.as_of_at
                    then {{ to_local_date('activities.starts_at') }}
            end
        ) as due_date_known,
        case
            when activities.is_all_day then {{ start_of_local_day('activities.due_date') }}
            else activities.starts_at
        end as meeting_at,
        coalesce(activities.completed_at, activities.created_at) as done_at,
        coalesce(
            activities.is_closed_raw,
            case statuses.value when 'closed' then true when 'open' then false end,
            activities.object_name = 'activity' and activities.completed_at is not null
        ) as is_closed
    from activities
    left join sources on activities.source_system = sources.source_system
    left join statuses
        on activities.source_system = statuses.source_system
        and activities.status_raw = statuses.raw_value

),

activities_timed as (

    select
        *,
        case
            when is_deleted then 'deleted'
            when is_child then 'invitee_copy'
            when is_recurrence then 'recurrence_master'
            -- Of a plan without a creation time its own time says nothing of when it was made.
            when created_at > as_of_at and (has_creation_time or (is_closed and not is_mapped_meeting)) then 'created_after_as_of'
        end as left_out_reason,
        case when is_meeting then meeting_at else done_at end as takes_place_at,
        is_meeting or is_closed as is_done,
        -- Neither done nor to be done: nothing says when it took place.
        case
            when is_meeting then meeting_at is null and due_date_known is null
            else is_closed and done_at is null
        end as is_undated
    from activities_joined

)

select
    activity_key,
    source_system,
    load_id,
    source_file,
    source_row,
    object_name,
    lead_key,
    contact_key,
    opportunity_key,
    owner_key,
    created_by_key,
    subject,
    activity_type_raw,
    activity_subtype_raw,
    call_type_raw,
    activity_type_mapped,
    direction_mapped,
    coalesce(left_out_reason, case when is_undated then 'no_time' end) as left_out_reason,
    case when is_all_day then 'day' else coalesce(time_precision, 'second') end as precision,
    has_call_duration,
    has_email_message,
    is_incoming_email,
    is_automated_mapped,
    coalesce(is_done and takes_place_at <= as_of_at, false) as is_completed,
    has_notes,
    due_date_known as due_date,
    case when is_done and takes_place_at <= as_of_at then takes_place_at end as happened_at,
    created_at
from activities_timed
