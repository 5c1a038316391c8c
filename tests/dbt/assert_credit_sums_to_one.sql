-- Fails with each opportunity that counts and enabled model whose credit does not add up to 1.
select
    opportunities.opportunity_key,
    models.attribution_model,
    sum(coalesce(credits.credit, 0)) as credit
from {{ ref('fct_opportunities') }} as opportunities
cross join {{ ref('attribution_models') }} as models
left join {{ ref('fct_campaign_attribution') }} as credits
    on opportunities.opportunity_key = credits.opportunity_key
    and models.attribution_model = credits.attribution_model
where opportunities.is_counted and models.is_enabled
group by opportunities.opportunity_key, models.attribution_model
having abs(sum(coalesce(credits.credit, 0)) - 1) > 0.000000001 or min(credits.credit) <= 0
