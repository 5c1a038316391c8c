-- One row per set of channels on the paths of closed opportunities, and how many of those were won and lost.
-- The channels stand in order of name, with | between.
with opportunity_channels as (

    select distinct opportunity_key, channel, is_won from {{ ref('int_channel_paths') }}

),

opportunity_sets as (

    select
        opportunity_key,
        is_won,
        {{ dbt.listagg('channel', "'|'", 'order by channel') }} as channels
    from opportunity_channels
    group by opportunity_key, is_won

)

select
    channels,
    count(case when is_won then 1 end) as won,
    count(case when not is_won then 1 end) as lost
from opportunity_sets
group by channels
