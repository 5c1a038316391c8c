-- One row per campaign in the data with the channel of its touches, by its type.
-- A type that nobody mapped, or that has no channel, is `unmapped`; a campaign without a type is `other`.
select
    campaigns.campaign_key,
    case when campaigns.campaign_type_raw is null then 'other' else coalesce(channels.channel, 'unmapped') end as channel
from {{ ref('int_campaigns_unioned') }} as campaigns
left join {{ ref('int_labels_mapped') }} as types
    on campaigns.source_system = types.source_system
    and campaigns.campaign_type_raw = types.raw_value
    and types.field = 'campaign_type'
left join {{ ref('campaign_channels') }} as channels on lower(trim(types.value)) = lower(trim(channels.campaign_type))
