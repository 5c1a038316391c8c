-- One row per step of the paths of closed opportunities: from a channel or the start to a channel or an end, and how
-- often it was taken. An opportunity's path is the channels of its touches in their order, repeats kept.
with touches as (

    select
        touches.opportunity_key,
        touches.touch_number,
        touches.channel,
        touches.is_last,
        opportunities.is_won
    from {{ ref('int_opportunity_touches_positioned') }} as touches
    inner join {{ ref('int_opportunities_progressed') }} as opportunities
        on touches.opportunity_key = opportunities.opportunity_key
    where touches.is_credited and opportunities.is_counted and opportunities.is_closed

),

steps as (

    select
        coalesce(lag(channel) over (partition by opportunity_key order by touch_number), '(start)') as from_channel,
        channel as to_channel
    from touches
    union all
    select
        channel as from_channel,
        case when is_won then '(won)' else '(lost)' end as to_channel
    from touches
    where is_last

)

select from_channel, to_channel, count(*) as transitions
from steps
group by from_channel, to_channel
