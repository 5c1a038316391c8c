-- One row per surviving lead and stay with an owner. Equal consecutive owners are one stay; while nobody owns the
-- lead there is none. A change stamped before the lead was created counts from its creation. Without an exported history the landed versions tell what changed between them, the first owner's
-- time being unknown; of a lead that was seen once there is only today's owner.
with leads as (

    select lead_key, source_system, owner_key, created_by_key, has_owner_history, created_at, as_of_at
    from {{ ref('int_leads_survived') }}

),

changes as (

    select
        changes.lead_key,
        changes.old_value,
        changes.new_value,
        changes.changed_by_key,
        changes.changed_at,
        changes.told_by,
        row_number() over (partition by changes.lead_key order by changes.changed_at, changes.change_id) as change_number
    from {{ ref('int_lead_changes_unioned') }} as changes
    where changes.field = 'owner'

),

entries as (

    select
        leads.lead_key,
        leads.source_system,
        cast(0 as bigint) as change_number,
        case when changes.lead_key is null then leads.owner_key else changes.old_value end as owner_key,
        leads.created_by_key as writer_key,
        case when leads.has_owner_history then leads.created_at end as assigned_at,
        case when leads.has_owner_history then 'history' else coalesce(changes.told_by, 'record') end as stay_source
    from leads
    left join changes on leads.lead_key = changes.lead_key and changes.change_number = 1
    union all
    select
        leads.lead_key,
        leads.source_system,
        changes.change_number,
        changes.new_value as owner_key,
        changes.changed_by_key as writer_key,
        greatest(changes.changed_at, leads.created_at) as assigned_at,
        changes.told_by as stay_source
    from changes
    inner join leads on changes.lead_key = leads.lead_key
    where changes.changed_at <= leads.as_of_at

),

entries_compared as (

    select
        *,
        lag(coalesce(owner_key, '')) over (partition by lead_key order by change_number) as previous_owner_key
    from entries

),

stays as (

    select
        *,
        lead(assigned_at) over (partition by lead_key order by change_number) as replaced_at
    from entries_compared
    where previous_owner_key is null or previous_owner_key <> coalesce(owner_key, '')

)

select
    stays.lead_key,
    stays.source_system,
    stays.owner_key,
    cast(row_number() over (partition by stays.lead_key order by stays.change_number) as integer) as stay_number,
    case
        -- An owner since an unknown time need not be whom the lead's creator chose.
        when stays.writer_key is null or stays.assigned_at is null then 'unknown'
        when writers.is_automated then 'automatic'
        when stays.writer_key = stays.owner_key then 'self'
        else 'manager'
    end as assignment_method,
    owners.owner_type,
    owners.is_automated as owner_is_automated,
    owners.owner_type <> 'queue' and not owners.is_automated as is_person,
    owners.calendar,
    stays.stay_source,
    stays.assigned_at,
    stays.replaced_at
from stays
inner join {{ ref('int_users_described') }} as owners on stays.owner_key = owners.user_key
left join {{ ref('int_users_described') }} as writers on stays.writer_key = writers.user_key
