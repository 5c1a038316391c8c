-- One row per campaign that is not deleted, and per campaign that a record names but the data lack.
-- Costs are each campaign's own: a parent's cost does not hold its children's, so that summing counts each once.
with referenced as (
    select source_system, campaign_key from {{ ref('int_campaign_members_unioned') }} where campaign_key is not null
    union
    select source_system, campaign_key from {{ ref('int_opportunities_unioned') }} where campaign_key is not null
    union
    select source_system, campaign_key from {{ ref('int_touch_records_unioned') }} where campaign_key is not null
),

absent as (
    select referenced.source_system, referenced.campaign_key
    from referenced
    left join {{ ref('int_campaigns_unioned') }} as campaigns on campaigns.campaign_key = referenced.campaign_key
    where campaigns.campaign_key is null
)

select
    campaigns.campaign_key,
    campaigns.source_system,
    campaigns.campaign_id,
    campaigns.campaign_name,
    paths.parent_campaign_key,
    paths.root_campaign_key,
    paths.path,
    types.value as campaign_type,
    campaigns.campaign_type_raw,
    campaigns.status_raw as status,
    campaigns.currency,
    campaigns.owner_key,
    paths.depth,
    costs.cost,
    costs.cost_original,
    costs.budgeted_cost,
    campaigns.is_active,
    true as is_in_data,
    campaigns.start_date,
    campaigns.end_date,
    campaigns.created_at,
    channels.channel,
    costs.cost_source,
    costs.spend,
    costs.started_date
from {{ ref('int_campaigns_unioned') }} as campaigns
inner join {{ ref('int_campaigns_pathed') }} as paths on paths.campaign_key = campaigns.campaign_key
inner join {{ ref('int_campaigns_costed') }} as costs on costs.campaign_key = campaigns.campaign_key
left join {{ ref('int_touch_campaigns_channelled') }} as channels on channels.campaign_key = campaigns.campaign_key
left join {{ ref('int_labels_mapped') }} as types
    on types.source_system = campaigns.source_system
    and types.field = 'campaign_type'
    and types.raw_value = campaigns.campaign_type_raw

union all

select
    absent.campaign_key,
    absent.source_system,
    substr(absent.campaign_key, length(absent.source_system) + 2) as campaign_id,
    cast(null as varchar) as campaign_name,
    cast(null as varchar) as parent_campaign_key,
    absent.campaign_key as root_campaign_key,
    cast(null as varchar) as path,
    cast(null as varchar) as campaign_type,
    cast(null as varchar) as campaign_type_raw,
    cast(null as varchar) as status,
    cast(null as varchar) as currency,
    cast(null as varchar) as owner_key,
    0 as depth,
    cast(null as decimal(18, 2)) as cost,
    cast(null as decimal(18, 2)) as cost_original,
    cast(null as decimal(18, 2)) as budgeted_cost,
    cast(null as boolean) as is_active,
    false as is_in_data,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    cast(null as timestamp) as created_at,
    'unmapped' as channel,
    cast(null as varchar) as cost_source,
    cast(null as decimal(18, 2)) as spend,
    cast(null as date) as started_date
from absent
