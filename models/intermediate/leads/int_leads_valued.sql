-- One row per counted lead that a real opportunity counts for: what that amounts to, each opportunity once over all leads.
-- An opportunity counts for the one lead that it is told by, and where that is a duplicate for the lead that it repeats.
-- Of a lead that was won only what was won; else its own opportunity, not the others of its duplicates.
select
    rolled_up.lead_key,
    cast(sum(opportunities.amount) as decimal(18, 2)) as opportunity_amount
from {{ ref('int_leads_converted') }} as converted
inner join {{ ref('int_leads_deduplicated') }} as deduplicated on converted.lead_key = deduplicated.lead_key
inner join {{ ref('int_leads_deduplicated') }} as counted
    on coalesce(deduplicated.duplicate_of_lead_key, converted.lead_key) = counted.lead_key and counted.is_counted
inner join {{ ref('int_leads_rolled_up') }} as rolled_up on counted.lead_key = rolled_up.lead_key
inner join {{ ref('int_opportunities_progressed') }} as opportunities
    on converted.opportunity_key = opportunities.opportunity_key
where converted.is_opportunity_lead
    and opportunities.is_counted
    and (opportunities.is_won or (not rolled_up.is_won and converted.opportunity_key = rolled_up.opportunity_key))
group by rolled_up.lead_key
