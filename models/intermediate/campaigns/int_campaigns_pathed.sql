-- One row per campaign that is not deleted: its parent, root, depth and path of names.
-- A parent that is missing or deleted makes the child a root; campaigns that are each other's parents are roots too.
with recursive campaigns as (
    select
        children.campaign_key,
        coalesce(children.campaign_name, children.campaign_id) as campaign_name,
        parents.campaign_key as parent_campaign_key
    from {{ ref('int_campaigns_unioned') }} as children
    left join {{ ref('int_campaigns_unioned') }} as parents
        on parents.campaign_key = children.parent_campaign_key
        and parents.campaign_key <> children.campaign_key
        and not parents.is_deleted
    where not children.is_deleted
),

-- Downward from the roots: every campaign has one parent, so that no walk meets a cycle.
walked as (
    select campaign_key, parent_campaign_key, campaign_key as root_campaign_key, 0 as depth, campaign_name as path
    from campaigns
    where parent_campaign_key is null

    union all

    select
        campaigns.campaign_key,
        campaigns.parent_campaign_key,
        walked.root_campaign_key,
        walked.depth + 1 as depth,
        walked.path || ' / ' || campaigns.campaign_name as path
    from walked
    inner join campaigns on campaigns.parent_campaign_key = walked.campaign_key
)

select campaign_key, parent_campaign_key, root_campaign_key, depth, path, false as is_in_cycle
from walked

union all

select
    campaigns.campaign_key,
    cast(null as varchar) as parent_campaign_key,
    campaigns.campaign_key as root_campaign_key,
    0 as depth,
    campaigns.campaign_name as path,
    true as is_in_cycle
from campaigns
left join walked on walked.campaign_key = campaigns.campaign_key
where walked.campaign_key is null
