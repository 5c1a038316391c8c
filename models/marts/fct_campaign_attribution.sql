-- One row per attribution model, opportunity that counts and touch with a credit, or one for all that is unattributed.
-- Never sum over models: each shares out the same money. Under one model credit and amounts add up.
with opportunities as (

    select
        opportunity_key,
        source_system,
        primary_campaign_key,
        is_won,
        is_in_roi,
        closed_date,
        cast(amount as double) as amount
    from {{ ref('fct_opportunities') }}
    where is_counted

),

credits as (

    select attribution_model, opportunity_key, touchpoint_key, campaign_key, channel, positions, credit, touched_at
    from {{ ref('int_opportunity_credits_shared') }}
    union all
    select
        models.attribution_model,
        opportunities.opportunity_key,
        cast(null as varchar) as touchpoint_key,
        opportunities.primary_campaign_key as campaign_key,
        case
            when opportunities.primary_campaign_key is null then 'unattributed'
            else coalesce(channels.channel, 'unmapped')
        end as channel,
        cast(null as varchar) as positions,
        cast(1 as double) as credit,
        cast(null as timestamp) as touched_at
    from opportunities
    cross join {{ ref('attribution_models') }} as models
    left join {{ ref('int_touch_campaigns_channelled') }} as channels on opportunities.primary_campaign_key = channels.campaign_key
    where models.is_enabled and models.method = 'primary_campaign'

)

-- Ten decimals: no sum is off by a cent, and none depends on the order in which it is added up.
select
    credits.attribution_model,
    credits.opportunity_key,
    opportunities.source_system,
    credits.touchpoint_key,
    credits.campaign_key,
    credits.channel,
    credits.positions,
    credits.credit,
    cast(opportunities.amount * credits.credit as decimal(28, 10)) as attributed_amount,
    cast(case when opportunities.is_won then opportunities.amount * credits.credit else 0 end as decimal(28, 10)) as attributed_won_amount,
    coalesce(categories.origin = 'marketing', false) as is_marketing,
    credits.channel = 'unattributed' as is_unattributed,
    opportunities.is_in_roi,
    opportunities.is_won,
    opportunities.closed_date,
    credits.touched_at
from credits
inner join opportunities on credits.opportunity_key = opportunities.opportunity_key
left join {{ ref('source_categories') }} as categories on credits.channel = categories.source_category
left join {{ ref('attribution_models') }} as models on credits.attribution_model = models.attribution_model
-- Readers look at one model, at what was won and at a period: rows that lie together are read in a part of the time.
-- Numbers are put in order faster than names.
order by models.sort_order, not opportunities.is_won, opportunities.closed_date
