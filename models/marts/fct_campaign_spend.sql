-- One row per ad platform, account, campaign of the platform, day and currency with spend.
-- Sum spend freely; never sum spend_original over currencies, nor spend with the cost of dim_campaigns, which may hold it.
select
    days.spend_key,
    'spend' as source_system,
    matched.campaign_key,
    days.platform,
    days.platform_account,
    days.platform_campaign_id,
    names.platform_campaign_name,
    matched.matched_by,
    days.currency,
    days.spend,
    days.spend_original,
    cast(days.impressions as bigint) as impressions,
    cast(days.clicks as bigint) as clicks,
    coalesce(matched.is_ambiguous, false) as is_ambiguous,
    days.spend_date
from {{ ref('int_campaign_spend_valued') }} as days
left join {{ ref('int_spend_campaigns_matched') }} as matched on days.spend_campaign_key = matched.spend_campaign_key
left join {{ ref('int_spend_campaigns_called') }} as names
    on days.platform = names.platform
    and days.platform_campaign_id = names.platform_campaign_id
