-- Of several leads into one opportunity one carries its amount, and it is the one that the opportunity names.
select leads.lead_key, leads.opportunity_key, leads.won_amount, opportunities.lead_key as lead_of_opportunity
from {{ ref('fct_leads') }} as leads
inner join {{ ref('fct_opportunities') }} as opportunities on leads.lead_key = opportunities.lead_key
where opportunities.is_won
    and (leads.won_amount <> opportunities.amount or (leads.won_amount is null and opportunities.amount is not null))
union all
select leads.lead_key, leads.opportunity_key, leads.won_amount, opportunities.lead_key as lead_of_opportunity
from {{ ref('fct_leads') }} as leads
left join {{ ref('fct_opportunities') }} as opportunities
    on leads.lead_key = opportunities.lead_key and opportunities.is_won
where leads.won_amount is not null and opportunities.lead_key is null
