-- Fails per attribution model where campaigns and what belongs to none, alone, rolled up or by cohort, do not add up to
-- the won amount (renewals apart) and the leads of the company and the cost of its campaigns and spend.
-- Of amounts beyond 10^11 to the 14 digits that a credit, or a lead's share of a cost, holds.
{%- set a_cent = 'greatest(0.005, abs(coalesce(whole.won_amount, 0) + coalesce(whole.renewed_amount, 0)) * 1e-14)' %}
{%- set a_cent_of_cost = 'greatest(0.005, abs(whole.cost) * 1e-14)' %}
with whole as (

    select
        (select sum(won_amount) from {{ ref('fct_opportunities') }} where is_counted and is_in_roi) as won_amount,
        (select sum(won_amount) from {{ ref('fct_opportunities') }} where is_counted and not is_in_roi) as renewed_amount,
        (select count(*) from {{ ref('fct_leads') }} where is_counted) as leads,
        coalesce((select sum(cost) from {{ ref('dim_campaigns') }}), 0)
        + coalesce((select sum(spend) from {{ ref('fct_campaign_spend') }} where campaign_key is null), 0) as cost

),

returned as (

    select
        returns.attribution_model,
        sum(returns.attributed_won_amount) as won_amount,
        sum(returns.attributed_renewal_won_amount) as renewed_amount,
        sum(returns.leads) as leads,
        sum(returns.cost) as cost,
        sum(case when campaigns.parent_campaign_key is null then returns.total_attributed_won_amount end) as won_amount_of_roots,
        sum(case when campaigns.parent_campaign_key is null then returns.total_attributed_renewal_won_amount end) as renewed_amount_of_roots,
        sum(case when campaigns.parent_campaign_key is null then returns.total_leads end) as leads_of_roots,
        sum(case when campaigns.parent_campaign_key is null then returns.total_cost end) as cost_of_roots
    from {{ ref('rpt_campaign_roi') }} as returns
    left join {{ ref('dim_campaigns') }} as campaigns on returns.campaign_key = campaigns.campaign_key
    group by returns.attribution_model

),

cohorts as (

    select
        attribution_model,
        sum(attributed_won_amount) as won_amount,
        sum(leads) as leads,
        sum(cost) as cost
    from {{ ref('rpt_campaign_cohorts') }}
    group by attribution_model

)

select returned.*
from returned
cross join whole
left join cohorts on returned.attribution_model = cohorts.attribution_model
where abs(returned.won_amount - coalesce(whole.won_amount, 0)) >= {{ a_cent }}
    or abs(returned.won_amount_of_roots - coalesce(whole.won_amount, 0)) >= {{ a_cent }}
    or abs(returned.renewed_amount - coalesce(whole.renewed_amount, 0)) >= {{ a_cent }}
    or abs(returned.renewed_amount_of_roots - coalesce(whole.renewed_amount, 0)) >= {{ a_cent }}
    or abs(coalesce(cohorts.won_amount, 0) - coalesce(whole.won_amount, 0)) >= {{ a_cent }}
    or abs(coalesce(returned.cost, 0) - whole.cost) >= 0.005
    or abs(coalesce(returned.cost_of_roots, 0) - whole.cost) >= 0.005
    or abs(coalesce(cohorts.cost, 0) - whole.cost) >= {{ a_cent_of_cost }}
    or returned.leads <> whole.leads
    or returned.leads_of_roots <> whole.leads
    or coalesce(cohorts.leads, 0) <> whole.leads
