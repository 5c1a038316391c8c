-- Fails with each recorded owner of a lead in the facts, until its closing, that no stay of the lead shows at that time.
-- What was recorded before the lead was created counts from its creation.
{%- set stays = ref('fct_lead_assignments') %}
with recorded as (

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

)

{{ recorded_outside_stays(stays, 'lead_key', 'owner_key', 'assigned_at', 'released_at') }}
