-- One row per source system and kind of fault in what histories tell of leads' statuses and owners that occurs, with how
-- many rows it concerns.
with faults as (

    select stays.source_system, 'status_differs_from_history' as fault, 'fct_lead_statuses' as table_name
    from {{ ref('int_lead_statuses_sequenced') }} as stays
    inner join {{ ref('int_leads_labelled') }} as labelled on stays.lead_key = labelled.lead_key
    where stays.is_current and stays.status <> labelled.status
    union all
    select source_system, 'status_left_before_entered' as fault, 'fct_lead_statuses' as table_name
    from {{ ref('int_lead_statuses_sequenced') }}
    where exited_at < entered_at
    union all
    select stays.source_system, 'owner_differs_from_history' as fault, 'fct_lead_assignments' as table_name
    from {{ ref('int_lead_owners_sequenced') }} as stays
    inner join {{ ref('int_leads_survived') }} as leads on stays.lead_key = leads.lead_key
    where stays.replaced_at is null and stays.owner_key <> leads.owner_key
    union all
    select leads.source_system, 'owner_changed_before_creation' as fault, 'fct_lead_assignments' as table_name
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join {{ ref('int_leads_survived') }} as leads on changes.lead_key = leads.lead_key
    where changes.field = 'owner' and changes.changed_at < leads.created_at

)

select
    source_system,
    fault,
    table_name,
    case fault
        when 'status_differs_from_history' then 'Leads whose status today is not the last one of their history.'
        when 'status_left_before_entered' then 'Status changes stamped before the status was entered: the duration is left empty.'
        when 'owner_differs_from_history' then 'Leads whose owner today is not the last one of their history.'
        when 'owner_changed_before_creation'
            then 'Owner changes stamped before their lead was created: they count from its creation.'
    end as description,
    cast(count(*) as integer) as rows
from faults
group by source_system, fault, table_name
