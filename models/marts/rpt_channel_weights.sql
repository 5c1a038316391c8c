-- One row per data-driven attribution model and channel on the paths of closed opportunities: what it is worth.
-- Do not sum paths or conversions over channels, which share paths, nor anything over models.
with weights as (

    select * from {{ ref('int_channel_weights') }}

),

closed as (

    select cast(coalesce(sum(won + lost), 0) as bigint) as paths, cast(coalesce(sum(won), 0) as bigint) as conversions
    from {{ ref('int_channel_sets') }}

),

channels_counted as (

    select
        channels.channel,
        cast(sum(sets.won + sets.lost) as bigint) as paths,
        cast(sum(sets.won) as bigint) as conversions
    from (select distinct channel from weights) as channels
    inner join {{ ref('int_channel_sets') }} as sets on position('|' || channels.channel || '|' in '|' || sets.channels || '|') > 0
    group by channels.channel

),

models_weighed as (

    select attribution_model, cast(sum(cast(weight as decimal(38, 18))) as double) as weight
    from weights
    group by attribution_model

),

-- Win rates of sets of channels, which few opportunities share, need many more paths than steps between channels do.
models as (

    select
        attribution_model,
        case
            when method = 'shapley' then {{ var('attribution_least_paths_shapley') }}
            else {{ var('attribution_least_paths') }}
        end as least_paths
    from {{ ref('attribution_models') }}

),

shares as (

    select
        weights.attribution_model,
        weights.channel,
        weights.effect,
        weights.standard_error,
        case when models_weighed.weight > 0 then weights.weight / models_weighed.weight end as share
    from weights
    inner join models_weighed on weights.attribution_model = models_weighed.attribution_model

)

select
    shares.attribution_model,
    shares.channel,
    channels_counted.paths,
    channels_counted.conversions,
    shares.effect,
    shares.share,
    shares.share * closed.conversions as attributed_conversions,
    shares.standard_error,
    closed.paths as closed_paths,
    models.least_paths,
    closed.paths >= models.least_paths as is_enough
from shares
inner join models on shares.attribution_model = models.attribution_model
inner join channels_counted on shares.channel = channels_counted.channel
cross join closed
