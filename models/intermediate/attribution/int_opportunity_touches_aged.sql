-- One row per opportunity and touch that takes part in its credit, with its credit by time decay and the numbers of the
-- touches that hold the opportunity's positions.
with touches as (

    select * from {{ ref('int_opportunity_touches_positioned') }}
    where is_credited

),

-- Touches are numbered without gaps: the highest number says how many there are.
opportunities as (

    select
        opportunity_key,
        max(touch_number) as touches,
        max(case when is_first then touch_number end) as first_number,
        max(case when is_lead_creation then touch_number end) as lead_number,
        max(case when is_opportunity_creation then touch_number end) as opportunity_number,
        max(case when is_closing then touch_number end) as close_number,
        max(touched_at) as latest_at
    from touches
    group by opportunity_key

),

-- Halving before the latest touch shares the credit as halving before the close does, and the sum is never too small to
-- divide by.
touches_aged as (

    select
        touches.opportunity_key,
        touches.touchpoint_key,
        touches.campaign_key,
        touches.channel,
        touches.touch_number,
        opportunities.touches,
        opportunities.first_number,
        opportunities.lead_number,
        opportunities.opportunity_number,
        opportunities.close_number,
        power(
            cast(0.5 as double),
            {{ seconds_between('touches.touched_at', 'opportunities.latest_at') }} / (86400.0 * {{ var('time_decay_half_life_days') }})
        ) as decay,
        touches.touched_at
    from touches
    inner join opportunities on touches.opportunity_key = opportunities.opportunity_key

),

-- Sums of decimals do not depend on their order: two builds give the same digits.
decays as (

    select opportunity_key, cast(sum(cast(decay as decimal(38, 18))) as double) as decay
    from touches_aged
    group by opportunity_key

)

select
    touches_aged.opportunity_key,
    touches_aged.touchpoint_key,
    touches_aged.campaign_key,
    touches_aged.channel,
    touches_aged.touch_number,
    touches_aged.touches,
    touches_aged.first_number,
    touches_aged.lead_number,
    touches_aged.opportunity_number,
    touches_aged.close_number,
    touches_aged.decay / decays.decay as decay_credit,
    touches_aged.touched_at
from touches_aged
inner join decays on touches_aged.opportunity_key = decays.opportunity_key
