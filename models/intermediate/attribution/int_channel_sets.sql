-- One row per set of channels on the paths of closed opportunities, and how many of those were won and lost.
-- The channels stand in order of name, with | between.
with opportunity_channels as (

    select distinct
        touches.opportunity_key,
        touches.channel,
        opportunities.is_won
    from {{ ref('int_opportunity_touches_positioned') }} as touches
    inner join {{ ref('int_opportunities_progressed') }} as opportunities
        on touches.opportunity_key = opportunities.opportunity_key
    where touches.is_credited and opportunities.is_counted and opportunities.is_closed

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
