-- One row per counted lead: the first leakage class that fits, in the order of leakage_classes.csv.
with leads as (

    select
        leads.lead_key,
        leads.as_of_at,
        leads.as_of_date,
        leads.created_at,
        labelled.status,
        labelled.disqualified_reason,
        progressed.is_disqualified,
        not coalesce(progressed.is_open, true) as is_closed,
        rolled_up.is_won,
        rolled_up.is_converted,
        rolled_up.opportunity_key,
        coalesce(opportunities.is_closed, false) as is_opportunity_closed,
        coalesce(owners.owner_type <> 'queue' and not owners.is_automated, false) as is_assigned,
        measured.response_outcome,
        responded.first_contacted_at,
        responded.contact_attempts,
        {{ seconds_between('coalesce(responded.last_activity_at, leads.created_at)', 'leads.as_of_at') }} / 86400
            as days_silent,
        followed_up.follow_up_date
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated
        on leads.lead_key = deduplicated.lead_key and deduplicated.is_counted
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_leads_progressed') }} as progressed on leads.lead_key = progressed.lead_key
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key
    inner join {{ ref('int_leads_measured') }} as measured on leads.lead_key = measured.lead_key
    left join {{ ref('int_opportunities_progressed') }} as opportunities
        on rolled_up.opportunity_key = opportunities.opportunity_key
    left join {{ ref('int_users_described') }} as owners on leads.owner_key = owners.user_key
    left join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key
    left join {{ ref('int_leads_followed_up') }} as followed_up on leads.lead_key = followed_up.lead_key

)

select
    lead_key,
    case
        when is_won then 'won'
        when opportunity_key is not null and not is_opportunity_closed then 'open_opportunity'
        when opportunity_key is not null then 'lost_later'
        when is_disqualified and disqualified_reason is not null then 'disqualified_with_reason'
        when is_disqualified then 'disqualified_without_reason'
        -- By the CRM's flag, or closed under a status that says so.
        when is_converted or is_closed then 'converted_without_opportunity'
        when not is_assigned then 'unassigned'
        when first_contacted_at is null and response_outcome = 'overdue' then 'never_contacted_due'
        when first_contacted_at is null then 'open_on_time'
        when contact_attempts = 1 and days_silent > {{ var('silent_after_days') }} then 'one_attempt_silent'
        when follow_up_date is null then 'no_follow_up'
        when follow_up_date < as_of_date then 'overdue_follow_up'
        when days_silent > {{ var('stale_after_days') }} then 'stale'
        when status = 'nurturing' then 'nurturing'
        else 'open_on_time'
    end as leakage_class
from leads
