-- Fails with each recorded owner of a lead in the facts, until its closing, that no stay of the lead shows at that time.
-- What was recorded before the lead was created counts from its creation.
with stays as (

    select lead_key, owner_key, stay_number, assigned_at, released_at
    from {{ ref('fct_lead_assignments') }}

),

changes as (

    select
        changes.change_id,
        changes.lead_key,
        changes.new_value as owner_key,
        greatest(changes.changed_at, leads.created_at) as changed_at
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join {{ ref('int_leads_survived') }} as leads
        on changes.lead_key = leads.lead_key
        and changes.changed_at <= leads.as_of_at
    inner join {{ ref('fct_leads') }} as facts
        on changes.lead_key = facts.lead_key
        and (facts.closed_at is null or greatest(changes.changed_at, leads.created_at) <= facts.closed_at)
    where changes.field = 'owner' and changes.new_value is not null

),

-- Joined from within: an outer join on spans of time would compare every two rows.
standing as (

    select distinct changes.change_id
    from changes
    inner join stays
        on changes.lead_key = stays.lead_key
        and changes.owner_key = stays.owner_key
        and (stays.assigned_at is null or stays.assigned_at <= changes.changed_at or stays.stay_number = 1)
        and (stays.released_at is null or stays.released_at >= changes.changed_at)

)

select changes.change_id, changes.lead_key, changes.changed_at
from changes
left join standing on changes.change_id = standing.change_id
where standing.change_id is null
