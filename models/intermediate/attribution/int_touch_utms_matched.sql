-- One row per source system and combination of UTM parameters: its campaign and its channel, null where nothing tells.
-- utm_campaign is the campaign's id, the name that links of an ad platform's campaign bear, or the campaign's own name:
-- the surest decides, and where it means several campaigns, none.
with utms as (

    select distinct
        source_system,
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        coalesce(utm_campaign, '') as utm_campaign
    from {{ ref('int_touch_utms_collected') }}
    union
    select
        source_system,
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        coalesce(utm_campaign, '') as utm_campaign
    from {{ ref('int_touch_records_screened') }}
    where coalesce(utm_source, utm_medium, utm_campaign) is not null

),

campaigns as (

    select campaign_key, source_system, campaign_id, campaign_name
    from {{ ref('int_campaigns_unioned') }}
    where not is_deleted

),

named as (

    select campaign_key, source_system, campaign_id as id, 1 as strength
    from campaigns
    union all
    -- A Salesforce id is written with 15 characters or 18.
    select campaign_key, source_system, substr(campaign_id, 1, 15) as id, 1 as strength
    from campaigns
    where {{ has_salesforce_form('campaign_id') }}

),

called as (

    select campaigns.source_system, campaigns.campaign_key, texts.comparable, 2 as strength
    from {{ ref('int_spend_campaigns_named') }} as texts
    inner join {{ ref('int_spend_campaigns_matched') }} as matched on texts.spend_campaign_key = matched.spend_campaign_key
    inner join campaigns on matched.campaign_key = campaigns.campaign_key
    where texts.kind = 'utm'
    union all
    select source_system, campaign_key, {{ comparable_name('campaign_name') }} as comparable, 3 as strength
    from campaigns

),

evidence as (

    select utms.source_system, utms.utm_campaign, named.campaign_key, named.strength
    from (select distinct source_system, utm_campaign from utms) as utms
    inner join named on utms.source_system = named.source_system and utms.utm_campaign = named.id
    union
    select utms.source_system, utms.utm_campaign, called.campaign_key, called.strength
    from (select distinct source_system, utm_campaign from utms) as utms
    inner join called
        on utms.source_system = called.source_system
        and {{ comparable_name('utms.utm_campaign') }} = called.comparable

),

surest as (

    select source_system, utm_campaign, strength, count(*) as campaigns, min(campaign_key) as campaign_key
    from evidence
    group by source_system, utm_campaign, strength
    qualify row_number() over (partition by source_system, utm_campaign order by strength) = 1

),

channels as (

    select ways.utm_source, ways.utm_medium, channels.channel
    from (select distinct utm_source, utm_medium from utms) as ways
    inner join {{ ref('utm_channels') }} as channels
        on ({{ comparable_name('ways.utm_medium') }} = {{ comparable_name('channels.utm_medium') }} or channels.utm_medium = 'any')
        and ({{ comparable_name('ways.utm_source') }} = {{ comparable_name('channels.utm_source') }} or channels.utm_source = 'any')
    qualify row_number() over (
        partition by ways.utm_source, ways.utm_medium
        order by
            case when channels.utm_medium = 'any' then 2 else 0 end + case when channels.utm_source = 'any' then 1 else 0 end,
            channels.channel
    ) = 1

)

select
    utms.source_system,
    utms.utm_source,
    utms.utm_medium,
    utms.utm_campaign,
    case when surest.campaigns = 1 then surest.campaign_key end as campaign_key,
    coalesce(surest.campaigns > 1, false) as is_ambiguous,
    channels.channel
from utms
left join surest on utms.source_system = surest.source_system and utms.utm_campaign = surest.utm_campaign
left join channels on utms.utm_source = channels.utm_source and utms.utm_medium = channels.utm_medium
