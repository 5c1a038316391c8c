-- One row per opportunity and touch within its window, with its place in the order and the positions that it holds.
-- Influence stands beside the order: it has no number and holds no position.
with linked as (

    select
        linked.opportunity_key,
        linked.touchpoint_key,
        linked.person_key,
        linked.way,
        linked.way <> 'influence' as is_credited,
        touches.source_system,
        touches.campaign_key,
        touches.channel,
        touches.touch_type,
        touches.touched_at
    from {{ ref('int_opportunity_touches_linked') }} as linked
    inner join {{ ref('int_touches_identified') }} as touches on linked.touchpoint_key = touches.touchpoint_key

),

credited as (

    select
        opportunity_key,
        touchpoint_key,
        touched_at,
        cast(row_number() over (partition by opportunity_key order by touched_at, touchpoint_key) as integer) as touch_number
    from linked
    where is_credited

),

-- In the order of touches the last one up to an instant is the one with the highest number.
lasts as (

    select
        credited.opportunity_key,
        windows.is_closed,
        max(credited.touch_number) as last_number,
        max(
            case
                when credited.touched_at
                    <= {{ add_seconds('windows.lead_created_at', var('lead_touch_grace_minutes') ~ ' * 60') }}
                    then credited.touch_number
            end
        ) as lead_number,
        max(case when credited.touched_at <= windows.created_at then credited.touch_number end) as opportunity_number
    from credited
    inner join {{ ref('int_opportunity_touch_windows') }} as windows on credited.opportunity_key = windows.opportunity_key
    group by credited.opportunity_key, windows.is_closed

)

select
    linked.opportunity_key,
    linked.touchpoint_key,
    linked.source_system,
    linked.person_key,
    linked.campaign_key,
    linked.channel,
    linked.touch_type,
    linked.way,
    credited.touch_number,
    linked.is_credited,
    coalesce(credited.touch_number = 1, false) as is_first,
    coalesce(credited.touch_number = lasts.lead_number, false) as is_lead_creation,
    coalesce(credited.touch_number = lasts.opportunity_number, false) as is_opportunity_creation,
    coalesce(credited.touch_number = lasts.last_number and lasts.is_closed, false) as is_closing,
    coalesce(credited.touch_number = lasts.last_number, false) as is_last,
    linked.touched_at
from linked
left join credited
    on linked.opportunity_key = credited.opportunity_key
    and linked.touchpoint_key = credited.touchpoint_key
left join lasts on linked.opportunity_key = lasts.opportunity_key
