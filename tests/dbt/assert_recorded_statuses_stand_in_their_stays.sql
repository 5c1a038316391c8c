-- Fails with each recorded status of a lead in the facts that no stay of the lead shows at that time.
{%- set stays = ref('fct_lead_statuses') %}
with recorded as (

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

)

{{ recorded_outside_stays(stays, 'lead_key', 'status', 'entered_at', 'exited_at') }}
