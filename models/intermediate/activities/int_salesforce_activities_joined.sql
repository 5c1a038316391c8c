-- One row per Salesforce task or event, deleted ones, invitees' copies and recurrence masters included.
{{ config(materialized='view') }}
with loads_with_is_closed as (
    -- An empty IsClosed is false; a column that was not exported is unknown.
    select distinct load_id
    from {{ ref('stg_ledger__columns') }}
    where object_name = 'Task' and column_name = 'IsClosed' and is_present
),

messages_by_task as (
    select source_system, activity_id, bool_or(coalesce(is_incoming, false)) as is_incoming
    from {{ ref('stg_salesforce__email_messages') }}
    where activity_id is not null and not coalesce(is_deleted, false)
    group by source_system, activity_id
),

messages_by_id as (
    select source_system, email_message_id, coalesce(is_incoming, false) as is_incoming
    from {{ ref('stg_salesforce__email_messages') }}
),

tasks_joined as (
    select
        tasks.source_system,
        tasks._load_id as load_id,
        tasks._source_file as source_file,
        tasks._source_row as source_row,
        tasks.task_id as activity_id,
        'task' as object_name,
        tasks.who_id,
        tasks.what_id,
        tasks.account_id,
        tasks.owner_id,
        tasks.created_by_id,
        tasks.subject,
        tasks.activity_type_raw,
        tasks.activity_subtype_raw,
        tasks.call_type_raw,
        tasks.call_seconds is not null as has_call_duration,
        tasks.email_message_id is not null or by_task.activity_id is not null as has_email_message,
        coalesce(by_id.is_incoming, by_task.is_incoming, false) as is_incoming_email,
        tasks.status_raw,
        case when loads_with_is_closed.load_id is not null then coalesce(tasks.is_closed, false) else tasks.is_closed end as is_closed_raw,
        {{ is_gone('Task', 'tasks.task_id', 'tasks') }} as is_deleted,
        false as is_all_day,
        false as is_child,
        coalesce(tasks.is_recurrence, false) as is_recurrence,
        tasks.has_notes,
        tasks.due_date,
        cast(null as timestamp) as starts_at,
        tasks.completed_at,
        tasks.created_at,
        tasks.time_precision,
        tasks.modified_at
    from {{ ref('stg_salesforce__tasks') }} as tasks
    left join loads_with_is_closed on loads_with_is_closed.load_id = tasks._load_id
    left join messages_by_id as by_id
        on by_id.source_system = tasks.source_system and by_id.email_message_id = tasks.email_message_id
    left join messages_by_task as by_task
        on by_task.source_system = tasks.source_system and by_task.activity_id = tasks.task_id
),

events_shaped as (
    select
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        event_id as activity_id,
        'event' as object_name,
        who_id,
        what_id,
        account_id,
        owner_id,
        created_by_id,
        subject,
        activity_type_raw,
        activity_subtype_raw,
        cast(null as varchar) as call_type_raw,
        false as has_call_duration,
        false as has_email_message,
        false as is_incoming_email,
        cast(null as varchar) as status_raw,
        cast(null as boolean) as is_closed_raw,
        {{ is_gone('Event', 'event_id') }} as is_deleted,
        coalesce(is_all_day, false) as is_all_day,
        coalesce(is_child, false) as is_child,
        coalesce(is_recurrence, false) as is_recurrence,
        has_notes,
        coalesce(due_date, start_date) as due_date,
        starts_at,
        cast(null as timestamp) as completed_at,
        created_at,
        case when is_all_day then 'day' else time_precision end as time_precision,
        modified_at
    from {{ ref('stg_salesforce__events') }}
)

select * from tasks_joined
union all
select * from events_shaped
