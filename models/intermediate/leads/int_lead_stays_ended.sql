-- One row per surviving lead and stay with an owner, ended by the next owner or by the lead's closing. Owners that came
-- after a closed lead's closing received nothing; a lead that was opened again stayed where it was.
with leads as (

    select
        progressed.lead_key,
        progressed.closed_at,
        case
            when progressed.is_open then 'open'
            when progressed.is_disqualified and not converted.is_converted then 'disqualified'
            else 'converted'
        end as end_reason
    from {{ ref('int_leads_progressed') }} as progressed
    inner join {{ ref('int_leads_converted') }} as converted on progressed.lead_key = converted.lead_key

),

stays as (

    select
        owners.lead_key,
        owners.source_system,
        owners.owner_key,
        owners.stay_number,
        owners.assignment_method,
        owners.owner_type,
        owners.owner_is_automated,
        owners.is_person,
        owners.calendar,
        owners.stay_source,
        owners.assigned_at,
        owners.replaced_at,
        leads.closed_at,
        leads.end_reason,
        owners.replaced_at is not null
        and (leads.closed_at is null or owners.replaced_at <= leads.closed_at) as is_reassigned
    from {{ ref('int_lead_owners_sequenced') }} as owners
    inner join leads on owners.lead_key = leads.lead_key
    where owners.assigned_at is null or leads.closed_at is null or owners.assigned_at <= leads.closed_at

)

select
    lead_key || '-' || cast(stay_number as varchar) as assignment_key,
    lead_key,
    source_system,
    owner_key,
    stay_number,
    assignment_method,
    owner_type,
    owner_is_automated,
    is_person,
    calendar,
    stay_source,
    case when is_reassigned then 'reassigned' else end_reason end as end_reason,
    assigned_at,
    case when is_reassigned then replaced_at else closed_at end as released_at
from stays
