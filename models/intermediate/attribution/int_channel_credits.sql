-- One row per data-driven model, opportunity and channel on its path: the credit of each of its touches by that channel.
-- The weights of an opportunity's channels are scaled to 1, all 0: equally; a channel's part is shared by its touches.
with opportunity_channels as (

    select
        opportunity_key,
        channel,
        count(*) as touches
    from {{ ref('int_opportunity_touches_positioned') }}
    where is_credited
    group by opportunity_key, channel

),

models as (

    select attribution_model
    from {{ ref('attribution_models') }}
    where is_enabled and method in ('markov', 'shapley')

),

-- A channel that no closed opportunity had weighs nothing.
channels_weighed as (

    select
        models.attribution_model,
        opportunity_channels.opportunity_key,
        opportunity_channels.channel,
        opportunity_channels.touches,
        cast(coalesce(weights.weight, 0) as decimal(38, 18)) as weight
    from opportunity_channels
    cross join models
    left join {{ ref('int_channel_weights') }} as weights
        on models.attribution_model = weights.attribution_model
        and opportunity_channels.channel = weights.channel

),

opportunities_weighed as (

    -- Sums of decimals do not depend on their order: two builds give the same digits.
    select
        attribution_model,
        opportunity_key,
        count(*) as channels,
        cast(sum(weight) as double) as weight
    from channels_weighed
    group by attribution_model, opportunity_key

)

select
    channels.attribution_model,
    channels.opportunity_key,
    channels.channel,
    case
        when opportunities.weight > 0 then cast(channels.weight as double) / opportunities.weight
        else cast(1 as double) / opportunities.channels
    end / channels.touches as credit
from channels_weighed as channels
inner join opportunities_weighed as opportunities
    on channels.attribution_model = opportunities.attribution_model
    and channels.opportunity_key = opportunities.opportunity_key
