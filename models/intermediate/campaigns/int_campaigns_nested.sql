-- One row per campaign and campaign above it, at whatever distance. A campaign is not above itself.
with recursive walked as (
    select campaign_key, parent_campaign_key as ancestor_campaign_key
    from {{ ref('int_campaigns_pathed') }}
    where parent_campaign_key is not null

    union all

    -- Paths have no circles and no missing parents: every walk ends at a root.
    select walked.campaign_key, paths.parent_campaign_key as ancestor_campaign_key
    from walked
    inner join {{ ref('int_campaigns_pathed') }} as paths on paths.campaign_key = walked.ancestor_campaign_key
    where paths.parent_campaign_key is not null
)

select campaign_key, ancestor_campaign_key
from walked
