-- Fails with each model, month of closing and owner whose attributed amount or won amount is not that of the opportunities
-- to the cent, by the closing that the credits tell themselves; of amounts beyond 10^11, to the 14 digits that a credit
-- holds.
with opportunities as (

    select
        opportunity_key,
        coalesce(owner_key, '') as owner_key,
        {{ start_of_month('closed_date') }} as closed_month,
        amount,
        won_amount
    from {{ ref('fct_opportunities') }}
    where is_counted

),

owned as (

    select owner_key, closed_month, sum(amount) as amount, sum(won_amount) as won_amount
    from opportunities
    group by owner_key, closed_month

),

attributed as (

    select
        credits.attribution_model,
        opportunities.owner_key,
        {{ start_of_month('credits.closed_date') }} as closed_month,
        sum(credits.attributed_amount) as amount,
        sum(credits.attributed_won_amount) filter (where credits.is_won) as won_amount
    from {{ ref('fct_campaign_attribution') }} as credits
    inner join opportunities on credits.opportunity_key = opportunities.opportunity_key
    group by credits.attribution_model, opportunities.owner_key, {{ start_of_month('credits.closed_date') }}

)

select
    models.attribution_model,
    owned.owner_key,
    owned.closed_month,
    owned.amount,
    attributed.amount as attributed_amount,
    owned.won_amount,
    attributed.won_amount as attributed_won_amount
from owned
cross join {{ ref('attribution_models') }} as models
left join attributed
    on models.attribution_model = attributed.attribution_model
    and owned.owner_key = attributed.owner_key
    and owned.closed_month is not distinct from attributed.closed_month
where models.is_enabled
    and (
        abs(coalesce(attributed.amount, 0) - coalesce(owned.amount, 0))
        >= greatest(0.005, abs(coalesce(owned.amount, 0)) * 1e-14)
        or abs(coalesce(attributed.won_amount, 0) - coalesce(owned.won_amount, 0))
        >= greatest(0.005, abs(coalesce(owned.won_amount, 0)) * 1e-14)
    )
