-- Fails with each recorded status of a lead in the facts that no stay of the lead shows at that time.
with stays as (

    select lead_key, status, stay_number, entered_at, exited_at
    from {{ ref('fct_lead_statuses') }}

),

changes as (

    select changes.change_id, changes.lead_key, labels.value as status, changes.changed_at
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join {{ ref('int_leads_survived') }} as leads
        on changes.lead_key = leads.lead_key
        and changes.changed_at <= leads.as_of_at
    inner join {{ ref('int_labels_mapped') }} as labels
        on changes.source_system = labels.source_system
        and changes.new_value = labels.raw_value
        and labels.field = 'lead_status'
    where changes.field = 'status'

),

-- Joined from within: an outer join on spans of time would compare every two rows.
standing as (

    select distinct changes.change_id
    from changes
    inner join stays
        on changes.lead_key = stays.lead_key
        and changes.status = stays.status
        and (stays.entered_at is null or stays.entered_at <= changes.changed_at or stays.stay_number = 1)
        and (stays.exited_at is null or stays.exited_at >= changes.changed_at)

)

select changes.change_id, changes.lead_key, changes.status, changes.changed_at
from changes
left join standing on changes.change_id = standing.change_id
where standing.change_id is null
