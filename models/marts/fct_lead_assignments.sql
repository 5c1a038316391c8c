-- One row per lead and stay with an owner.
-- A lead that changed hands has several: stays add up, leads do not.
with stays as (

    select * from {{ ref('int_lead_stays_answered') }}

),

leads as (

    select
        leads.lead_key,
        labelled.source_category,
        labelled.temperature_at_start as temperature,
        deduplicated.is_counted,
        rolled_up.is_qualified,
        rolled_up.is_converted,
        rolled_up.is_won,
        reached.is_win_known,
        rolled_up.qualified_at,
        rolled_up.converted_at,
        rolled_up.won_at,
        reached.is_opportunity_closed,
        reached.opportunity_closed_at,
        leads.as_of_at,
        leads.clock_precision,
        leads.clock_started_at,
        coalesce(sources.has_activities, false) as has_activities,
        sources.activities_from_at
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated on leads.lead_key = deduplicated.lead_key
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key
    inner join {{ ref('int_leads_reached') }} as reached on leads.lead_key = reached.lead_key
    left join {{ ref('int_sources_as_of') }} as sources on leads.source_system = sources.source_system

),

-- Of leads that came somewhere at an unknown time: those that had one owner only.
leads_with_one_stay as (

    select stays.lead_key
    from {{ ref('int_lead_stays_ended') }} as stays
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on stays.lead_key = rolled_up.lead_key
    where (rolled_up.is_qualified and rolled_up.qualified_at is null) or (rolled_up.is_converted and rolled_up.converted_at is null)
    group by stays.lead_key
    having count(*) = 1

),

-- An owner since an unknown time: what the lead reached before the next owner, or at an unknown time, it reached there.
-- What it reached at an unknown time belongs to a known stay only if there was no other.
stays_joined as (

    select
        stays.*,
        leads.source_category,
        leads.temperature,
        leads.is_counted,
        leads.is_won as is_lead_won,
        leads.is_win_known,
        leads.is_opportunity_closed,
        leads.qualified_at,
        leads.converted_at,
        leads.won_at,
        leads.opportunity_closed_at,
        leads.clock_precision,
        case
            when stays.assigned_at is null
                then leads.is_qualified and coalesce(stays.end_reason <> 'reassigned' or leads.qualified_at < stays.released_at, true)
            when leads.qualified_at is null then leads.is_qualified and leads_with_one_stay.lead_key is not null
            else leads.qualified_at between stays.assigned_at and coalesce(stays.released_at, leads.as_of_at)
                and not (stays.end_reason = 'reassigned' and leads.qualified_at = stays.released_at)
        end as is_qualified,
        case
            when stays.assigned_at is null
                then leads.is_converted and coalesce(stays.end_reason <> 'reassigned' or leads.converted_at < stays.released_at, true)
            when leads.converted_at is null then leads.is_converted and leads_with_one_stay.lead_key is not null
            else leads.converted_at between stays.assigned_at and coalesce(stays.released_at, leads.as_of_at)
                and not (stays.end_reason = 'reassigned' and leads.converted_at = stays.released_at)
        end as is_converted,
        coalesce(
            stays.first_touch_at is not null
            or (leads.has_activities and coalesce(stays.response_due_at, stays.assigned_at, leads.clock_started_at) >= leads.activities_from_at),
            false
        ) as is_measurable,
        case
            when not stays.applies or not leads.has_activities or leads.activities_from_at is null then false
            when stays.first_touch_at is not null then true
            when stays.response_due_at < leads.activities_from_at then false
            when stays.released_at <= stays.response_due_at then false
            else leads.as_of_at > stays.response_due_at
        end as is_due
    from stays
    inner join leads on stays.lead_key = leads.lead_key
    left join leads_with_one_stay on stays.lead_key = leads_with_one_stay.lead_key

),

stays_judged as (

    select
        *,
        coalesce(is_counted and is_due, false) as is_response_due,
        case
            when first_touch_precision = 'day' or clock_precision = 'day'
                then {{ to_local_date('first_touch_at') }} <= {{ to_local_date('response_due_at') }}
            else first_touch_at <= response_due_at
        end as is_in_time
    from stays_joined

)

select
    assignment_key,
    lead_key,
    owner_key,
    source_system,
    source_category,
    temperature,
    owner_type,
    owner_is_automated,
    assignment_method,
    end_reason,
    stay_source,
    stay_number,
    is_counted,
    is_person and owner_type <> 'partner' as is_rep,
    stay_number = 1 as is_first,
    first_touch_at is not null as is_contacted,
    is_measurable,
    is_response_due,
    is_response_due and coalesce(is_in_time, false) as is_response_met,
    is_response_due and end_reason = 'reassigned' and is_person and not coalesce(is_in_time, false) as is_passed_on_overdue,
    coalesce(is_qualified, false) as is_qualified,
    coalesce(is_converted, false) as is_converted,
    is_win_known,
    coalesce(is_converted, false) and is_lead_won as is_won,
    is_opportunity_closed,
    assigned_at,
    released_at,
    first_touch_at,
    response_due_at,
    case when is_qualified then qualified_at end as qualified_at,
    case when is_converted then converted_at end as converted_at,
    case when is_converted and is_lead_won then won_at end as won_at,
    opportunity_closed_at,
    {{ to_local_date('assigned_at') }} as assigned_date
from stays_judged
