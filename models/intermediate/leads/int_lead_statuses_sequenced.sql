-- One row per surviving lead and stay in a status. Equal consecutive statuses are one stay.
-- The first value is what the first change replaced, else today's. Without an exported history the landed versions tell
-- what changed between them, and since when the first value held is unknown.
with leads as (

    select lead_key, source_system, status_raw, has_status_history, created_at, as_of_at
    from {{ ref('int_leads_survived') }}

),

changes as (

    select
        changes.lead_key,
        changes.change_id,
        changes.old_value,
        changes.new_value,
        changes.changed_at,
        changes.told_by,
        row_number() over (partition by changes.lead_key order by changes.changed_at, changes.change_id) as change_number
    from {{ ref('int_lead_changes_unioned') }} as changes
    where changes.field = 'status'

),

entries as (

    select
        leads.lead_key,
        leads.source_system,
        cast(0 as bigint) as change_number,
        case when changes.old_value is null then leads.status_raw else changes.old_value end as status_raw,
        changes.lead_key is not null and changes.old_value is null as is_unknown,
        case when leads.has_status_history then leads.created_at end as entered_at,
        case when leads.has_status_history then 'history' else coalesce(changes.told_by, 'record') end as stay_source
    from leads
    left join changes on leads.lead_key = changes.lead_key and changes.change_number = 1
    union all
    select
        leads.lead_key,
        leads.source_system,
        changes.change_number,
        changes.new_value as status_raw,
        false as is_unknown,
        changes.changed_at as entered_at,
        changes.told_by as stay_source
    from changes
    inner join leads on changes.lead_key = leads.lead_key
    where changes.changed_at <= leads.as_of_at

),

entries_labelled as (

    select
        entries.lead_key,
        entries.source_system,
        entries.change_number,
        entries.status_raw,
        entries.entered_at,
        entries.stay_source,
        labels.value as status,
        lag(labels.value) over (partition by entries.lead_key order by entries.change_number) as previous_status,
        max(entries.change_number) over (partition by entries.lead_key) as last_change_number
    from entries
    inner join {{ ref('int_labels_mapped') }} as labels
        on entries.source_system = labels.source_system
        and entries.status_raw = labels.raw_value
        and labels.field = 'lead_status'
    where not entries.is_unknown

),

stays as (

    select
        lead_key,
        source_system,
        status,
        previous_status,
        status_raw,
        stay_source,
        row_number() over (partition by lead_key order by change_number) as stay_number,
        entered_at,
        lead(entered_at) over (partition by lead_key order by change_number) as exited_at,
        coalesce(lead(change_number) over (partition by lead_key order by change_number), last_change_number + 1)
        - greatest(change_number, 1) as status_changes,
        lead(change_number) over (partition by lead_key order by change_number) is null as is_current
    from entries_labelled
    where previous_status is null or previous_status <> status

)

select
    stays.lead_key,
    stays.source_system,
    stays.status,
    stays.status_raw,
    case
        when previous_steps.is_closed and not steps.is_closed then 'reopened'
        when steps.sort_order > previous_steps.sort_order then 'forward'
        when steps.sort_order < previous_steps.sort_order then 'back'
    end as direction,
    cast(stays.stay_number as integer) as stay_number,
    cast(stays.status_changes as integer) as status_changes,
    coalesce(steps.is_closed, false) as is_closed,
    coalesce(previous_steps.is_closed, false) as was_closed,
    stays.is_current,
    stays.stay_source,
    stays.entered_at,
    stays.exited_at
from stays
left join {{ ref('lead_status_steps') }} as steps on stays.status = steps.status
left join {{ ref('lead_status_steps') }} as previous_steps on stays.previous_status = previous_steps.status
