-- Of several leads into one opportunity one carries its amount, and it is the one that the opportunity names. Of several
-- opportunities that name a lead the lead carries the amount of the one by which it is told.
select leads.lead_key, leads.opportunity_key, leads.won_amount, opportunities.lead_key as lead_of_opportunity
from {{ ref('fct_leads') }} as leads
inner join {{ ref('fct_opportunities') }} as opportunities on leads.lead_key = opportunities.lead_key
inner join {{ ref('int_leads_converted') }} as converted
    on opportunities.lead_key = converted.lead_key and opportunities.opportunity_key = converted.opportunity_key
where opportunities.is_won
    and (leads.won_amount <> opportunities.amount or (leads.won_amount is null and opportunities.amount is not null))
union all
select leads.lead_key, leads.opportunity_key, leads.won_amount, opportunities.lead_key as lead_of_opportunity
from {{ ref('fct_leads') }} as leads
left join {{ ref('fct_opportunities') }} as opportunities
    on leads.lead_key = opportunities.lead_key and opportunities.is_won
where leads.won_amount is not null and opportunities.lead_key is null
