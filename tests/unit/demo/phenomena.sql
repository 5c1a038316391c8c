-- What real exports carry: each query counts the cases in the demo, and must find some.

-- name: leads_nobody_ever_called
select count(*) from true_leads where is_in_facts and not is_contacted;

-- name: leads_created_outside_working_hours
select count(*) from Lead where hour(CreatedDate::timestamp) in (1, 2, 3);

-- name: leads_on_the_berlin_clock_change
select count(*) from Lead where left(CreatedDate, 10) in ('2025-03-30', '2026-03-29') or left(CreatedDate, 10) =
'2025-10-26';

-- name: leads_on_a_public_holiday
select count(*) from Lead where left(CreatedDate, 10) in ('2025-05-01', '2026-01-01');

-- name: automatic_replies_by_the_machine
select count(*) from Task join "User" on OwnerId = "User".Id where UserType = 'AutomatedProcess';

-- name: list_e_mails
select count(*) from Task where TaskSubtype = 'ListEmail';

-- name: cadence_steps
select count(*) from Task where TaskSubtype = 'Cadence';

-- name: inbound_calls
select count(*) from Task where CallType = 'Inbound';

-- name: internal_calls
select count(*) from Task where CallType = 'Internal';

-- name: mail_written_by_the_integration_for_a_rep
select count(*) from Task where Subject = 'Email: Did you see our guide?' and OwnerId <> CreatedById;

-- name: tasks_owned_by_a_queue
select count(*) from Task where left(OwnerId, 3) = '00G';

-- name: open_tasks_in_the_future
select count(*) from Task where IsClosed = '0' and ActivityDate > '2026-11-21';

-- name: open_tasks_in_the_past
select count(*) from Task where IsClosed = '0' and ActivityDate < '2026-11-01';

-- name: tasks_completed_after_their_creation
select count(*) from Task where CompletedDateTime > CreatedDate;

-- name: tasks_completed_before_their_lead_existed
select count(*) from Task join Lead on WhoId = Lead.Id where CompletedDateTime <> '' and CompletedDateTime <
Lead.CreatedDate;

-- name: completed_tasks_without_a_completion_time
select count(*) from Task where IsClosed = '1' and CompletedDateTime = '';

-- name: deleted_tasks
select count(*) from Task where IsDeleted = '1';

-- name: meetings_to_come
select count(*) from Event where ActivityDateTime > '2026-11-21';

-- name: all_day_meetings
select count(*) from Event where IsAllDayEvent = '1' and ActivityDateTime = '';

-- name: invitee_copies
select count(*) from Event where IsChild = '1';

-- name: recurrence_masters
select count(*) from Event where IsRecurrence = '1';

-- name: first_contact_known_by_day_only
select count(*) from true_leads where first_contacted_precision = 'day';

-- name: activities_on_the_converted_contact
select count(*) from Task join Lead on WhoId = ConvertedContactId;

-- name: activities_on_a_contact_before_its_lead
select count(*) from Task join Lead on WhoId = ConvertedContactId where Task.CreatedDate < Lead.CreatedDate;

-- name: activities_left_on_a_merged_record
select count(*) from Task join Lead on WhoId = Lead.Id where MasterRecordId <> '';

-- name: queue_first_then_a_rep
select count(*) from LeadHistory where Field = 'Owner' and left(OldValue, 3) = '00G' and left(NewValue, 3) =
'005';

-- name: leads_left_in_a_queue
select count(*) from Lead where left(OwnerId, 3) = '00G';

-- name: leads_owned_by_a_machine
select count(*) from Lead join "User" on OwnerId = "User".Id where "User".LastName = 'Integration User';

-- name: leads_owned_by_somebody_who_left
select count(*) from Lead join "User" on OwnerId = "User".Id where IsActive = '0';

-- name: leads_owned_by_partners
select count(*) from Lead join "User" on OwnerId = "User".Id where UserType = 'PowerPartner';

-- name: owner_changes_by_the_new_owner
select count(*) from LeadHistory where Field = 'Owner' and NewValue = CreatedById;

-- name: reassigned_before_the_first_call
select count(*) from true_lead_assignments a join true_leads l using (lead_id) where a.end_reason = 'reassigned'
and left(a.owner_id, 3) = '005' and a.released_at < l.first_contacted_at;

-- name: hot_leads_passed_on_uncalled
select count(*) from true_lead_assignments a join true_leads l using (lead_id) where a.end_reason = 'reassigned'
and l.temperature = 'hot' and not l.is_contacted;

-- name: bought_lists_in_batches
select count(*) from (select CreatedDate from Lead where LeadSource = 'Purchased List' group by 1 having
count(*) >= 5);

-- name: an_address_in_other_spelling
select count(*) from Lead a join Lead b on lower(trim(a.Email)) = lower(trim(b.Email)) where a.Email <> b.Email
and a.Email <> '';

-- name: duplicates
select count(*) from true_leads where is_duplicate;

-- name: later_leads_of_a_person_whose_first_was_closed
select count(*) from Lead a join Lead b on lower(trim(a.Email)) = lower(trim(b.Email)) join true_leads t on
t.lead_id = b.Id where a.Id < b.Id and a.Email <> '' and t.is_counted;

-- name: duplicates_known_only_by_their_contact
select count(*) from Lead a join Lead b on a.ConvertedContactId = b.ConvertedContactId where
a.ConvertedContactId <> '' and a.Id < b.Id and lower(trim(a.Email)) <> lower(trim(b.Email));

-- name: duplicates_at_the_same_second
select count(*) from true_leads a join true_leads b on a.duplicate_of_lead_id = b.lead_id and a.created_at =
b.created_at;

-- name: shared_addresses
select count(*) from Lead where Email = 'info@messehalle.example';

-- name: leads_without_an_address
select count(*) from Lead where Email = '';

-- name: test_leads_by_domain
select count(*) from Lead where lower(Email) like '%@qa.example';

-- name: test_leads_by_reason
select count(*) from true_leads where is_test and disqualified_reason = 'test';

-- name: merged_leads
select count(*) from Lead where IsDeleted = '1' and MasterRecordId <> '';

-- name: merge_chains
select count(*) from Lead a join Lead b on a.MasterRecordId = b.Id where b.MasterRecordId <> '';

-- name: merge_chains_with_a_deleted_end
select count(*) from Lead a join Lead b on a.MasterRecordId = b.Id where b.IsDeleted = '1' and b.MasterRecordId
= '';

-- name: merge_chains_whose_end_is_absent
select count(*) from Lead where MasterRecordId <> '' and MasterRecordId not in (select Id from Lead);

-- name: survivors_that_begin_with_a_loser
select count(*) from Lead join true_leads on Id = lead_id where created_at < CreatedDate::timestamp;

-- name: deleted_leads
select count(*) from Lead where IsDeleted = '1' and MasterRecordId = '';

-- name: existing_customers
select count(*) from true_leads where is_existing_customer;

-- name: recycled_leads
select count(*) from true_leads where recycle_count = 1;

-- name: leads_recycled_twice
select count(*) from true_leads where recycle_count = 2;

-- name: disqualified_without_a_reason
select count(*) from Lead where Status = 'Closed - Not Converted' and Disqualified_Reason__c = '';

-- name: converted_without_an_opportunity
select count(*) from Lead where IsConverted = '1' and ConvertedOpportunityId = '';

-- name: converted_into_a_deleted_opportunity
select count(*) from Lead join Opportunity o on ConvertedOpportunityId = o.Id where o.IsDeleted = '1';

-- name: converted_into_an_opportunity_that_is_not_exported
select count(*) from Lead where ConvertedOpportunityId <> '' and ConvertedOpportunityId not in (select Id from
Opportunity);

-- name: two_leads_into_one_opportunity
select count(*) from (select ConvertedOpportunityId from Lead where ConvertedOpportunityId <> '' group by 1
having count(*) > 1);

-- name: straight_to_converted
select count(*) from true_leads where converted_at < created_at + interval 20 minutes and not is_contacted;

-- name: contact_after_conversion
select count(*) from true_leads where first_contacted_at > converted_at;

-- name: conversions_that_history_does_not_tell
select count(*) from Lead where IsConverted = '1' and Id not in (select LeadId from LeadHistory where Field =
'leadConverted');

-- name: conversions_into_a_contact_since_merged
select count(*) from Lead join Contact c on ConvertedContactId = c.Id join Account a on ConvertedAccountId =
a.Id where c.MasterRecordId <> '' and a.MasterRecordId <> '';

-- name: created_as_qualified
select count(*) from true_lead_statuses where stay_number = 1 and status = 'qualified';

-- name: retired_status_labels
select count(*) from LeadHistory where Field = 'Status' and OldValue = 'New';

-- name: unmapped_statuses
select count(*) from Lead where Status = 'Parked (2024)';

-- name: unmapped_sources
select count(*) from true_leads where source_category = 'unmapped';

-- name: leads_without_a_source
select count(*) from true_leads where source_category = 'no_source';

-- name: rating_changes
select count(*) from LeadHistory where Field = 'Rating' and NewValue = 'Hot';

-- name: unmapped_ratings
select count(*) from Lead where Rating = 'Lukewarm';

-- name: members_stamped_after_their_lead
select count(*) from CampaignMember m join Lead on LeadId = Lead.Id where m.CreatedDate > Lead.CreatedDate and
m.CreatedDate::timestamp < Lead.CreatedDate::timestamp + interval 1 hour;

-- name: members_without_a_response
select count(*) from CampaignMember where HasResponded = '0';

-- name: unmapped_member_statuses
select count(*) from CampaignMember where Status = 'Waitlisted';

-- name: contacts_as_members
select count(*) from CampaignMember where LeadId = '' and ContactId <> '';

-- name: members_before_they_were_leads
select count(*) from CampaignMember m join Lead on LeadId = Lead.Id where m.CreatedDate < Lead.CreatedDate;

-- name: people_in_campaigns_of_three_channels_on_the_way_to_one_deal
select count(*) from (
    select opportunity_id, person from (
        select t.opportunity_id, t.channel, coalesce(p.lead_id, p.contact_id) as person
        from true_opportunity_touchpoints t join true_touchpoints p using (touchpoint_id))
    group by 1, 2 having count(distinct channel) >= 3);

-- name: deals_touched_through_several_people
select count(*) from (
    select m.OpportunityId from OpportunityContactRole m join CampaignMember c using (ContactId)
    where c.HasResponded = '1' group by 1 having count(distinct ContactId) >= 2);

-- name: responses_after_the_close
select count(*) from CampaignMember m join OpportunityContactRole r using (ContactId)
join true_opportunities o on o.opportunity_id = r.OpportunityId
where m.HasResponded = '1' and m.CreatedDate::timestamp > o.closed_at;

-- name: responses_long_before_the_deal
select count(*) from CampaignMember m join OpportunityContactRole r using (ContactId)
join true_opportunities o on o.opportunity_id = r.OpportunityId
where m.HasResponded = '1' and m.CreatedDate::timestamp < o.created_at - interval 365 days;

-- name: contact_roles_added_after_the_close
select count(*) from OpportunityContactRole r join true_opportunities o on o.opportunity_id = r.OpportunityId
where r.CreatedDate::timestamp > o.closed_at;

-- name: contact_roles_taken_back
select count(*) from OpportunityContactRole r join Opportunity o on o.Id = r.OpportunityId
where r.IsDeleted = '1' and o.IsDeleted = '0';

-- name: deals_in_which_nobody_has_a_role
select count(*) from Opportunity where ContactId <> '' and Id not in (select OpportunityId from OpportunityContactRole);

-- name: contacts_that_never_were_leads
select count(*) from OpportunityContactRole where ContactId not in (select ConvertedContactId from Lead);

-- name: touches_of_unconverted_leads_on_a_deal_of_their_account
select count(*) from true_opportunity_touchpoints where way = 'influence';

-- name: touches_found_through_the_account
select count(*) from true_opportunity_touchpoints where way = 'account';

-- name: responses_of_which_only_the_day_is_known
select count(*) from true_touchpoints where precision = 'day';

-- name: touches_made_by_the_source_of_a_lead
select case when count(distinct channel) >= 8 then count(*) else 0 end from true_touchpoints where touch_type = 'lead_source';

-- name: touches_by_sales_and_by_partners
select case when count(distinct channel) = 3 then 1 else 0 end from true_touchpoints where channel in ('sales', 'partner', 'referral');

-- name: deals_without_any_touch
select count(*) from true_attribution where attribution_model = 'linear' and channel = 'unattributed';

-- name: one_touch_that_holds_every_position
select count(*) from true_opportunity_touchpoints
where is_first and is_lead_creation and is_opportunity_creation and is_closing;

-- name: spend_that_belongs_to_no_campaign
select count(*) from true_campaign_spend where campaign_id is null and platform_campaign_name = 'Brand always on';

-- name: campaigns_renamed_by_their_platform
select count(*) from true_campaign_spend where platform_campaign_name like 'Growth push%' and matched_by = 'name';

-- name: campaigns_whose_cost_only_the_platform_knows
select count(*) from true_campaigns where cost_source = 'spend';

-- name: campaigns_three_levels_deep
select count(*) from Campaign c join Campaign p on c.ParentId = p.Id where p.ParentId <> '';

-- name: campaigns_without_a_cost
select count(*) from Campaign where ActualCost = '';

-- name: campaigns_in_three_currencies
select case when count(distinct CurrencyIsoCode) = 3 then 1 else 0 end from Campaign where ActualCost <> '';

-- name: campaign_types_nobody_mapped
select count(*) from Campaign where Type = 'Audio';

-- name: skipped_stages
select count(*) from OpportunityHistory where FromOpportunityStageName = 'Prospecting' and StageName =
'Proposal/Price Quote';

-- name: stages_taken_back
select count(*) from true_opportunity_stages where direction = 'back';

-- name: reopened_opportunities
select count(*) from true_opportunity_stages where direction = 'reopened';

-- name: retired_stage_labels
select count(*) from OpportunityHistory where StageName = 'Discovery';

-- name: unmapped_stages
select count(*) from OpportunityHistory where StageName = 'Technical Win';

-- name: opportunities_created_closed
select count(*) from true_opportunity_stages where stay_number = 1 and stage = 'won';

-- name: won_opportunities_cancelled
select count(*) from OpportunityHistory where FromOpportunityStageName = 'Closed Won' and StageName =
'Closed Lost';

-- name: edits_after_the_closing
select count(*) from OpportunityHistory where StageName like 'Closed%' and FromOpportunityStageName = StageName;

-- name: pushed_close_dates
select count(*) from true_opportunities where close_date_pushes > 1;

-- name: pulled_close_dates
select count(*) from OpportunityHistory where StageName not like 'Closed%' and PrevCloseDate <> '' and CloseDate
< PrevCloseDate;

-- name: lost_without_a_reason
select count(*) from Opportunity where StageName = 'Closed Lost' and Loss_Reason__c = '';

-- name: opportunities_that_were_never_real
select count(*) from true_opportunities where is_never_real;

-- name: unmapped_lost_reasons
select count(*) from true_opportunities where lost_reason = 'unmapped';

-- name: three_currencies
select case when count(distinct CurrencyIsoCode) >= 3 then 1 else 0 end from Opportunity;

-- name: a_currency_without_a_rate
select count(*) from true_opportunities where amount is null and amount_original is not null;

-- name: opportunities_without_an_amount
select count(*) from Opportunity where Amount = '';

-- name: amounts_of_zero
select count(*) from true_opportunities where amount = 0;

-- name: amounts_with_cents
select count(*) from true_opportunities where amount_original % 1 <> 0;

-- name: deleted_opportunities
select count(*) from Opportunity where IsDeleted = '1';

-- name: opportunities_handed_over
select count(*) from OpportunityFieldHistory where Field = 'Owner';

-- name: quotes_before_the_proposal
select count(*) from Quote q join true_opportunities o on q.OpportunityId = o.opportunity_id where q.IsDeleted =
'0' and not exists (select * from OpportunityHistory h where h.OpportunityId = q.OpportunityId and h.StageName
like 'Proposal%' and h.CreatedDate <= q.CreatedDate);

-- name: deleted_quotes
select count(*) from Quote where IsDeleted = '1';

-- name: straight_pipeline_without_a_lead
select count(*) from true_opportunities where lead_id is null;

-- name: inactive_users
select count(*) from "User" where IsActive = '0';

-- name: three_time_zones
select count(distinct TimeZoneSidKey) - 3 from "User";
