-- One row per stay of a lead in a status.
-- Do not sum days_in_status over leads of which some are still open: the current stay is unfinished.
with stays as (

    select * from {{ ref('int_lead_statuses_sequenced') }}

),

stays_timed as (

    select
        stays.*,
        case
            when not stays.is_current then {{ seconds_between('stays.entered_at', 'stays.exited_at') }} / 86400
            when progressed.is_open then {{ seconds_between('stays.entered_at', 'leads.as_of_at') }} / 86400
        end as days_in_status
    from stays
    inner join {{ ref('int_leads_survived') }} as leads on stays.lead_key = leads.lead_key
    inner join {{ ref('int_leads_progressed') }} as progressed on stays.lead_key = progressed.lead_key

)

select
    lead_key,
    source_system,
    status,
    status_raw,
    direction,
    stay_source,
    stay_number,
    status_changes,
    case when days_in_status >= 0 then days_in_status end as days_in_status,
    is_current,
    entered_at,
    exited_at
from stays_timed
