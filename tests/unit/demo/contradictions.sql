-- What would contradict the definitions: each query counts the cases in the truth, and must find none.

-- name: a_row_per_exported_lead
select count(*) from Lead full join true_leads on Id = lead_id where Id is null or lead_id is null;

-- name: a_row_per_exported_opportunity
select count(*) from Opportunity full join true_opportunities on Id = opportunity_id where Id is null or
opportunity_id is null;

-- name: counted_is_fact_and_neither_test_nor_duplicate
select count(*) from true_leads where is_counted <> (is_in_facts and not is_test and not is_duplicate);

-- name: deleted_records_are_no_facts
select count(*) from Lead join true_leads on Id = lead_id where (IsDeleted = '0') <> is_in_facts;

-- name: a_duplicate_has_a_counted_and_earlier_root
select count(*) from true_leads d join true_leads r on d.duplicate_of_lead_id = r.lead_id where not r.is_counted
or (r.created_at, r.lead_id) >= (d.created_at, d.lead_id);

-- name: a_root_for_every_duplicate
select count(*) from true_leads where is_duplicate <> (duplicate_of_lead_id is not null);

-- name: minutes_are_never_negative
select count(*) from true_leads where response_minutes < 0 or response_business_minutes < 0 or
response_business_minutes > response_minutes;

-- name: minutes_exactly_where_the_time_is_known
select count(*) from true_leads where (response_minutes is not null) <> (first_contacted_precision is not
distinct from 'second');

-- name: minutes_are_the_times_subtracted
select count(*) from true_leads where response_minutes is not null and abs(response_minutes * 60 -
epoch(first_contacted_at) + epoch(created_at)) > 1e-6;

-- name: met_and_late_need_a_contact
select count(*) from true_leads where is_in_facts and response_outcome is not null and is_contacted <>
(response_outcome in ('met', 'late'));

-- name: sales_generated_leads_have_no_limit
select count(*) from true_leads where is_in_facts and (source_category = 'sales') <> (response_due_at is null);

-- name: no_limit_no_outcome
select count(*) from true_leads where is_in_facts and (response_due_at is null) <> (response_outcome is null);

-- name: an_ordinary_limit_is_a_day
select count(*) from true_leads where source_category in ('event', 'email', 'referral') and response_due_at <>
created_at + interval 1 day;

-- name: a_contact_is_an_attempt
select count(*) from true_leads where is_in_facts and is_contacted <> (contact_attempts > 0);

-- name: converted_is_qualified
select count(*) from true_leads where is_converted and not is_qualified;

-- name: qualified_before_converted
select count(*) from true_leads where qualified_at > converted_at;

-- name: won_needs_an_opportunity
select count(*) from true_leads where is_won and not has_opportunity;

-- name: an_opportunity_has_a_key
select count(*) from true_leads where is_in_facts and has_opportunity <> (opportunity_id is not null);

-- name: recycled_at_and_count_agree
select count(*) from true_leads where is_in_facts and (recycle_count > 0) <> (recycled_at is not null);

-- name: disqualified_is_the_present_status
select count(*) from true_leads where is_in_facts and (is_disqualified <> (status = 'disqualified') or
is_disqualified <> (disqualified_at is not null));

-- name: the_last_status_stay_is_the_present_status
select count(*) from true_leads l join true_lead_statuses s using (lead_id) where s.is_current and s.status <>
l.status;

-- name: the_first_stay_begins_with_the_lead
select count(*) from true_leads l join true_lead_statuses s using (lead_id) where s.stay_number = 1 and
s.entered_at <> l.created_at;

-- name: status_stays_join_up
select count(*) from (select exited_at, lead(entered_at) over (partition by lead_id order by stay_number) as
next_at from true_lead_statuses) where exited_at is distinct from next_at;

-- name: neighbouring_status_stays_differ
select count(*) from (select status, lead(status) over (partition by lead_id order by stay_number) as
next_status from true_lead_statuses) where status = next_status;

-- name: every_fact_has_stays
select count(*) from true_leads where is_in_facts and (lead_id not in (select lead_id from true_lead_statuses)
or lead_id not in (select lead_id from true_lead_assignments));

-- name: an_assignment_ends_open_only_while_open
select count(*) from true_lead_assignments where (end_reason = 'open') <> (released_at is null);

-- name: assignments_do_not_run_backwards
select count(*) from true_lead_assignments where released_at < assigned_at;

-- name: the_present_stage_is_the_last_stay
select count(*) from true_opportunities o join true_opportunity_stages s using (opportunity_id) where
s.is_current and s.stage <> o.stage;

-- name: the_export_shows_the_same_stage_flags
select count(*) from Opportunity join true_opportunities on Id = opportunity_id where (IsClosed = '1') <>
is_closed or (IsWon = '1') <> is_won;

-- name: closed_at_exactly_when_closed
select count(*) from true_opportunities where is_closed <> (closed_at is not null);

-- name: lost_and_won_are_the_closed_ones
select count(*) from true_opportunities where is_closed <> (is_won or is_lost);

-- name: euro_amounts_stay_as_they_are
select count(*) from true_opportunities where currency = 'EUR' and amount is distinct from amount_original;

-- name: a_missing_rate_gives_no_amount
select count(*) from true_opportunities where currency = 'CHF' and amount is not null;

-- name: an_opportunity_names_the_earliest_lead
select count(*) from true_opportunities o join true_leads l using (opportunity_id) where l.is_in_facts and not
l.is_duplicate and o.lead_id is null and o.is_in_facts;

-- name: pushes_counted_in_the_exported_history
select count(*) from true_opportunities o left join ( select OpportunityId, count(*) as pushes from
OpportunityHistory where PrevCloseDate <> '' and CloseDate > PrevCloseDate group by 1) h on h.OpportunityId =
o.opportunity_id where o.close_date_pushes <> coalesce(h.pushes, 0);

-- name: neighbouring_stage_stays_differ
select count(*) from (
    select stage, lead(stage) over (partition by opportunity_id order by stay_number) as next_stage
    from true_opportunity_stages
) where stage = next_stage;

-- name: stage_stays_join_up
select count(*) from (
    select exited_at, lead(entered_at) over (partition by opportunity_id order by stay_number) as next_at
    from true_opportunity_stages
) where exited_at is distinct from next_at;

-- name: neighbouring_owner_stays_differ
select count(*) from (
    select owner_id, lead(owner_id) over (partition by lead_id order by stay_number) as next_owner
    from true_lead_assignments
) where owner_id = next_owner;

-- name: a_first_contact_is_an_exported_activity
select count(*) from true_leads where first_contacted_precision = 'second' and strftime(first_contacted_at, '%Y-%m-%d %H:%M:%S')
    not in (select if(CompletedDateTime = '', CreatedDate, CompletedDateTime) from Task union all select ActivityDateTime from Event);

-- name: an_acknowledgement_is_an_exported_message_of_a_machine
select count(*) from true_leads where first_acknowledged_at is not null and strftime(first_acknowledged_at, '%Y-%m-%d %H:%M:%S')
    not in (select CompletedDateTime from Task where Type in ('Email', '') and TaskSubtype in ('Email', 'ListEmail', 'Cadence'));

-- name: a_lead_that_nobody_tried_to_reach_is_not_contacted
select count(*) from true_leads l where is_contacted and not is_converted
    and lead_id not in (select WhoId from Task where CallType <> 'Inbound' union all select WhoId from Event)
    and lead_id not in (select duplicate_of_lead_id from true_leads where is_duplicate)
    and lead_id not in (select MasterRecordId from Lead);

-- name: every_response_that_is_left_is_a_touch
select count(*) from (
    select m.Id from CampaignMember m
    join Campaign c on c.Id = m.CampaignId and c.IsDeleted = '0'
    left join Lead l on l.Id = m.LeadId
    left join Lead kept on kept.Id = l.MasterRecordId
    where m.HasResponded = '1' and m.IsDeleted = '0'
        and (m.LeadId = '' or l.IsDeleted = '0' or kept.IsDeleted = '0' or l.MasterRecordId in (
            select Id from Lead where MasterRecordId in (select Id from Lead where IsDeleted = '0')))
) full join (select * from true_touchpoints where touch_type = 'campaign_response') on Id = touchpoint_id
where Id is null or touchpoint_id is null;

-- name: a_touch_is_never_before_its_membership
select count(*) from CampaignMember join true_touchpoints on Id = touchpoint_id where touched_at < CreatedDate::timestamp;

-- name: credit_adds_up_to_one
select count(*) from (
    select attribution_model, opportunity_id from true_attribution group by 1, 2 having abs(sum(credit) - 1) > 1e-9);

-- name: every_deal_that_counts_has_credit_under_every_model
select count(*) from true_opportunities o cross join (select distinct attribution_model from true_attribution) m
where (o.is_counted) <> ((o.opportunity_id, m.attribution_model) in (select (opportunity_id, attribution_model) from true_attribution));

-- name: all_models_share_out_all_that_was_won
select count(*) from (select attribution_model, sum(attributed_won_amount) as shared from true_attribution group by 1)
where abs(shared - (select sum(amount) from true_opportunities where is_won and is_counted)) > 0.005;

-- name: credited_touches_lie_in_the_window
select count(*) from true_opportunity_touchpoints t join true_opportunities o using (opportunity_id)
where t.touched_at < o.created_at - interval 365 days or t.touched_at > coalesce(o.closed_at, timestamp '2026-11-20 16:02:00');

-- name: credited_touches_are_numbered_without_gaps
select count(*) from (
    select opportunity_id from true_opportunity_touchpoints where is_credited group by 1
    having max(touch_number) <> count(*) or count(distinct touch_number) <> count(*) or count(*) filter (is_first) <> 1);

-- name: influence_has_no_number_and_no_position
select count(*) from true_opportunity_touchpoints where not is_credited
and (touch_number is not null or is_first or is_lead_creation or is_opportunity_creation or is_closing or is_last);

-- name: open_deals_have_no_closing_touch
select count(*) from true_opportunity_touchpoints t join true_opportunities o using (opportunity_id)
where t.is_closing and not o.is_closed;

-- name: what_platforms_charged_is_in_the_file
select count(*) from spend_file f full join true_campaign_spend t
    on f.campaign_id = t.platform_campaign_id and f.date = t.spend_date::varchar
where f.campaign_id is null or t.platform_campaign_id is null or f.spend <> t.spend_original::varchar;
