-- Fails per source where the money won on leads is not, to the cent, that of the won opportunities by which they are told.
with of_leads as (

    select source_system, sum(won_amount) as amount
    from {{ ref('fct_leads') }}
    group by source_system

),

of_opportunities as (

    select opportunities.source_system, sum(opportunities.won_amount) as amount
    from {{ ref('fct_opportunities') }} as opportunities
    inner join {{ ref('int_leads_converted') }} as told
        on opportunities.lead_key = told.lead_key
        and opportunities.opportunity_key = told.opportunity_key
    group by opportunities.source_system

)

select
    coalesce(of_leads.source_system, of_opportunities.source_system) as source_system,
    of_leads.amount as amount_of_leads,
    of_opportunities.amount as amount_of_opportunities
from of_leads
full join of_opportunities on of_leads.source_system = of_opportunities.source_system
where coalesce(of_leads.amount, 0) <> coalesce(of_opportunities.amount, 0)
