-- One row per step of the paths of closed opportunities: from a channel or the start to a channel or an end, and how
-- often it was taken.
with touches as (

    select * from {{ ref('int_channel_paths') }}

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
