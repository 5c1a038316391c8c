-- One row per touch: an answer to a campaign, or a lead that answered none and has a source.
-- Do not count rows as people: one person has several touches.
select
    touchpoint_key,
    source_system,
    person_key,
    lead_key,
    contact_key,
    campaign_key,
    channel,
    touch_type,
    precision,
    touched_at
from {{ ref('int_touches_identified') }}
