-- One row per opportunity and touch within its window, with the positions that the touch holds.
-- Do not count rows as touches: one touch may stand on several opportunities. Credit: fct_campaign_attribution.
select
    opportunity_key,
    touchpoint_key,
    source_system,
    person_key,
    campaign_key,
    channel,
    touch_type,
    way,
    touch_number,
    is_credited,
    is_first,
    is_lead_creation,
    is_opportunity_creation,
    is_closing,
    is_last,
    touched_at
from {{ ref('int_opportunity_touches_positioned') }}
