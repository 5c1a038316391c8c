-- One row per counted lead that was rejected: disqualified, or ignored (never contacted though it was due, and not qualified
-- all the same), with what its person or account did later. Leads that never were any (duplicates, tests, errors by
-- their reason) are not rejected.
with rejected as (

    select
        leads.lead_key,
        deduplicated.person_key,
        progressed.is_disqualified,
        coalesce(reasons.is_win_back, false) as is_win_back_reason,
        rolled_up.opportunity_key is null as is_without_opportunity,
        -- Rejected at an unknown time: after it came.
        case
            when progressed.is_disqualified then coalesce(progressed.disqualified_at, leads.created_at)
            else measured.response_due_at
        end as rejected_at
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated
        on leads.lead_key = deduplicated.lead_key and deduplicated.is_counted
    inner join {{ ref('int_leads_progressed') }} as progressed on leads.lead_key = progressed.lead_key
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_leads_measured') }} as measured on leads.lead_key = measured.lead_key
    left join {{ ref('lost_reasons') }} as reasons on labelled.disqualified_reason = reasons.reason
    where (progressed.is_disqualified and not coalesce(reasons.is_never_real, false))
        or (not progressed.is_disqualified and measured.response_outcome = 'overdue' and not rolled_up.is_qualified)

),

rejected_recognised as (

    select
        rejected.*,
        case when recognised.last_won_at > rejected.rejected_at then recognised.last_won_at end as won_at,
        case
            when recognised.last_bought_elsewhere_at > rejected.rejected_at then recognised.last_bought_elsewhere_at
        end as bought_elsewhere_at,
        case when recognised.last_qualified_at > rejected.rejected_at then recognised.last_qualified_at end as qualified_at
    from rejected
    left join {{ ref('int_leads_recognised') }} as recognised on rejected.person_key = recognised.person_key

),

rejected_judged as (

    select
        *,
        case
            when won_at is not null then 'bought'
            when bought_elsewhere_at is not null then 'bought_elsewhere'
            when qualified_at is not null then 'qualified'
        end as later_outcome
    from rejected_recognised

)

select
    lead_key,
    later_outcome,
    later_outcome is not null as is_rejected_but_right,
    is_disqualified and is_win_back_reason and is_without_opportunity and later_outcome is null as is_win_back,
    rejected_at,
    coalesce(won_at, bought_elsewhere_at, qualified_at) as later_outcome_at
from rejected_judged
