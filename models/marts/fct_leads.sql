-- One row per lead record that is neither deleted nor merged away.
-- Rates are over rows with is_counted. Customer money is summed over opportunities, never over leads.
with leads as (

    select * from {{ ref('int_leads_survived') }}

),

won_amounts as (

    select converted.lead_key, opportunities.amount as won_amount
    from {{ ref('int_leads_converted') }} as converted
    inner join {{ ref('int_opportunities_progressed') }} as opportunities
        on converted.opportunity_key = opportunities.opportunity_key
    where converted.is_opportunity_lead and opportunities.is_won

)

select
    leads.lead_key,
    leads.source_system,
    leads.lead_id,
    deduplicated.person_key,
    rolled_up.account_key,
    campaigned.campaign_key,
    leads.owner_key,
    assigned.first_owner_key,
    rolled_up.opportunity_key,
    bought_later.opportunity_key as later_opportunity_key,
    deduplicated.duplicate_of_lead_key,
    leads.company,
    leads.country,
    leads.industry,
    labelled.company_size,
    labelled.lead_source,
    leads.lead_source_raw,
    labelled.source_category,
    assigned.assignment_method,
    users.team,
    labelled.temperature,
    labelled.score_band,
    labelled.status,
    leads.status_raw,
    responded.first_contacted_precision,
    measured.response_bucket,
    measured.response_outcome,
    classified.leakage_class,
    leakage_steps.fate as leakage_fate,
    case when progressed.is_disqualified then coalesce(labelled.disqualified_reason, 'no_reason_given') end
        as disqualified_reason,
    leads.disqualified_reason_raw,
    rejected.later_outcome,
    leads.lead_score,
    labelled.profile_completeness,
    measured.response_minutes,
    measured.response_business_minutes,
    measured.observed_minutes,
    case
        when assigned.assigned_at >= leads.created_at
            then {{ seconds_between('leads.created_at', 'assigned.assigned_at') }} / 60
    end as minutes_to_assignment,
    case
        when measured.response_minutes is not null and responded.first_contacted_at >= assigned.assigned_at
            then {{ seconds_between('assigned.assigned_at', 'responded.first_contacted_at') }} / 60
    end as minutes_from_assignment,
    coalesce(responded.contact_attempts, 0) as contact_attempts,
    progressed.recycle_count,
    won_amounts.won_amount,
    valued.opportunity_amount,
    reached.hours_to_qualify,
    reached.days_to_convert,
    reached.days_to_win,
    deduplicated.is_counted,
    deduplicated.is_test,
    deduplicated.is_counted and coalesce(measured.response_outcome in ('met', 'late', 'overdue'), false)
        as is_response_due,
    responded.first_contacted_at is not null as is_contacted,
    deduplicated.is_counted and coalesce(measured.response_outcome = 'met', false) as is_response_met,
    coalesce(measured.is_measurable, false) as is_measurable,
    responded.first_acknowledged_at is not null as is_acknowledged,
    reached.reached_contacted,
    reached.is_mql,
    reached.is_sales_accepted,
    rolled_up.is_qualified,
    rolled_up.is_converted,
    rolled_up.opportunity_key is not null as has_opportunity,
    reached.is_opportunity_closed,
    rolled_up.is_quoted,
    reached.is_win_known,
    rolled_up.is_won,
    coalesce(leakage_steps.fate = 'lost', false) as is_lost,
    coalesce(leakage_steps.fate in ('dropped', 'neglected'), false) as is_leaked,
    coalesce(leakage_steps.fate = 'neglected', false) as is_neglected,
    progressed.is_disqualified,
    progressed.is_open,
    coalesce(users.owner_type = 'queue' or users.is_automated, true) as is_unassigned,
    progressed.is_open and followed_up.follow_up_date is not null as is_follow_up_set,
    progressed.is_open and coalesce(followed_up.follow_up_date < leads.as_of_date, false) as is_follow_up_overdue,
    -- Still as new as on its first day, though somebody worked on it.
    not (
        coalesce(labelled.status, 'new') = 'new'
        and (responded.first_contacted_at is not null or rolled_up.opportunity_key is not null)
    ) as is_status_current,
    progressed.is_disqualified and labelled.disqualified_reason is not null as has_reason,
    rejected.lead_key is not null as is_rejected,
    coalesce(rejected.is_rejected_but_right, false) as is_rejected_but_right,
    coalesce(rejected.is_win_back, false) as is_win_back,
    deduplicated.is_duplicate,
    coalesce(recognised.first_won_at < leads.created_at, false) as is_existing_customer,
    leads.created_at,
    assigned.assigned_at,
    leads.clock_started_at,
    responded.first_acknowledged_at,
    responded.first_activity_at,
    responded.first_contacted_at,
    leads.mql_at,
    leads.sales_accepted_at,
    rolled_up.qualified_at,
    rolled_up.converted_at,
    progressed.disqualified_at,
    progressed.recycled_at,
    rolled_up.quoted_at,
    rolled_up.won_at,
    progressed.closed_at,
    reached.opportunity_closed_at,
    rejected.rejected_at,
    rejected.later_outcome_at,
    responded.last_activity_at,
    {{ start_of_local_day('followed_up.follow_up_date') }} as follow_up_at,
    measured.response_due_at,
    reached.created_date
from leads
inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
inner join {{ ref('int_leads_deduplicated') }} as deduplicated on leads.lead_key = deduplicated.lead_key
inner join {{ ref('int_leads_progressed') }} as progressed on leads.lead_key = progressed.lead_key
inner join {{ ref('int_leads_measured') }} as measured on leads.lead_key = measured.lead_key
inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key
inner join {{ ref('int_leads_reached') }} as reached on leads.lead_key = reached.lead_key
left join {{ ref('int_leads_assigned') }} as assigned on leads.lead_key = assigned.lead_key
left join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key
left join {{ ref('int_leads_followed_up') }} as followed_up on leads.lead_key = followed_up.lead_key
left join {{ ref('int_leads_campaigned') }} as campaigned on leads.lead_key = campaigned.lead_key
left join {{ ref('int_leads_classified') }} as classified on leads.lead_key = classified.lead_key
left join {{ ref('int_leads_rejected') }} as rejected on leads.lead_key = rejected.lead_key
left join {{ ref('int_leads_bought_later') }} as bought_later on leads.lead_key = bought_later.lead_key
left join {{ ref('int_leads_recognised') }} as recognised on deduplicated.person_key = recognised.person_key
left join {{ ref('leakage_steps') }} as leakage_steps on classified.leakage_class = leakage_steps.leakage_class
left join {{ ref('int_leads_valued') }} as valued on leads.lead_key = valued.lead_key
left join won_amounts on leads.lead_key = won_amounts.lead_key
left join {{ ref('dim_users') }} as users on leads.owner_key = users.user_key
