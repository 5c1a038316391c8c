-- Fails with each opportunity whose credited touches are not numbered from 1 without gaps by time, whose first touch is not
-- number 1 alone or whose last not the highest alone, or whose closing is not its last touch if it is closed and none if not;
-- the lead's and the opportunity's creation are held by one touch at most.
with ordered as (

    select
        touches.*,
        lag(touched_at) over (partition by opportunity_key order by touch_number) as previous_at,
        max(touch_number) over (partition by opportunity_key) as highest_number
    from {{ ref('fct_opportunity_touchpoints') }} as touches
    where is_credited

),

counted as (

    select
        opportunity_key,
        count(*) as touches,
        count(distinct touch_number) as numbers,
        min(touch_number) as first_number,
        max(touch_number) as last_number,
        count(case when previous_at > touched_at then 1 end) as steps_back,
        count(case when is_first <> (touch_number = 1) or is_last <> (touch_number = highest_number) then 1 end) as misplaced,
        count(case when is_lead_creation then 1 end) as lead_creations,
        count(case when is_opportunity_creation then 1 end) as opportunity_creations,
        count(case when is_closing and is_last then 1 end) as closings,
        count(case when is_closing and not is_last then 1 end) as closings_before_the_last
    from ordered
    group by opportunity_key

)

select counted.*
from counted
inner join {{ ref('fct_opportunities') }} as opportunities on counted.opportunity_key = opportunities.opportunity_key
where counted.first_number <> 1
    or counted.last_number <> counted.touches
    or counted.numbers <> counted.touches
    or counted.steps_back > 0
    or counted.misplaced > 0
    or counted.lead_creations > 1
    or counted.opportunity_creations > 1
    or counted.closings <> case when opportunities.is_closed then 1 else 0 end
    or counted.closings_before_the_last > 0
