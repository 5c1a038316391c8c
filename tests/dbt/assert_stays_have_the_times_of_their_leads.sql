-- Fails with each stay whose times of what was reached, or of its opportunity's closing, are not those of its lead, or
-- whose owner is not described as in dim_users; and with each lead whose opportunity's closing is not the opportunity's own.
with leads as (

    select
        leads.lead_key,
        leads.qualified_at,
        leads.converted_at,
        leads.won_at,
        leads.is_opportunity_closed = coalesce(opportunities.is_closed, false)
        and leads.opportunity_closed_at is not distinct from opportunities.closed_at as is_closed_alike,
        coalesce(opportunities.is_closed, false) as is_opportunity_closed,
        opportunities.closed_at as opportunity_closed_at
    from {{ ref('fct_leads') }} as leads
    left join {{ ref('fct_opportunities') }} as opportunities on leads.opportunity_key = opportunities.opportunity_key

)

select lead_key as failing_key
from leads
where not is_closed_alike
union all
select stays.assignment_key as failing_key
from {{ ref('fct_lead_assignments') }} as stays
inner join leads on stays.lead_key = leads.lead_key
left join {{ ref('dim_users') }} as users on stays.owner_key = users.user_key
where stays.qualified_at is distinct from case when stays.is_qualified then leads.qualified_at end
    or stays.converted_at is distinct from case when stays.is_converted then leads.converted_at end
    or stays.won_at is distinct from case when stays.is_won then leads.won_at end
    or stays.is_opportunity_closed <> leads.is_opportunity_closed
    or stays.opportunity_closed_at is distinct from leads.opportunity_closed_at
    or stays.owner_is_automated is distinct from users.is_automated
