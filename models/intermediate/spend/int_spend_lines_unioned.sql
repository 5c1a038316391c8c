-- One row per landed line of a spend report, every version of it: what a platform charged for a campaign on a day.
-- Lines of one campaign and day differ in `line`, by which the report breaks them down; they are summed once settled.
{%- set reports = [
    ('google_ads', 'stg_spend__google_ads_campaign_days', {}),
    ('facebook_ads', 'stg_spend__facebook_ads_ad_days', {'line': 'ad_id', 'platform_campaign_id': none}),
    ('linkedin_ads', 'stg_spend__linkedin_ads_campaign_days', {'line': none, 'platform_account': none}),
    ('microsoft_ads', 'stg_spend__microsoft_ads_campaign_days', {'currency': 'currency'}),
    ('plain', 'stg_spend__plain_campaign_days', {'line': none, 'currency': 'currency'}),
] %}
{%- set texts = ['line', 'platform_account', 'platform_campaign_id'] %}
with lines as (

    {%- for platform, report, special in reports %}
    select
        {{ 'platform_raw' if platform == 'plain' else "'" ~ platform ~ "'" }} as platform_raw,
        object_name,
        {%- for text in texts %}
        {{ special.get(text, text) or 'cast(null as varchar)' }} as {{ text }},
        {%- endfor %}
        {{ 'ad_id' if platform == 'facebook_ads' else 'cast(null as varchar)' }} as ad_id,
        {{ 'platform_campaign_name' if platform == 'plain' else 'cast(null as varchar)' }} as platform_campaign_name,
        {{ 'utm_campaign' if platform == 'plain' else 'cast(null as varchar)' }} as utm_campaign,
        {{ special.get('currency', 'cast(null as varchar)') }} as currency,
        spend_original,
        {{ 'spend_in_usd' if platform == 'linkedin_ads' else 'cast(null as decimal(18, 6))' }} as spend_in_usd,
        impressions,
        clicks,
        spend_date,
        load_id,
        loaded_at,
        source_file,
        source_row
    from {{ ref(report) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

-- A plain file may write Google, google ads or Google-Ads, and Facebook by the name of its company.
platforms as (

    select
        platform_raw,
        case lower(translate(platform_raw, ' -', '__'))
            when 'google' then 'google_ads'
            when 'adwords' then 'google_ads'
            when 'facebook' then 'facebook_ads'
            when 'meta' then 'facebook_ads'
            when 'meta_ads' then 'facebook_ads'
            when 'linkedin' then 'linkedin_ads'
            when 'microsoft' then 'microsoft_ads'
            when 'bing' then 'microsoft_ads'
            when 'bing_ads' then 'microsoft_ads'
            else lower(translate(platform_raw, ' -', '__'))
        end as platform
    from (select distinct platform_raw from lines)

),

-- The report of LinkedIn names no account; the history of its campaigns does.
accounts_of_campaigns as (

    select platform, platform_campaign_id, platform_account
    from {{ ref('stg_spend__campaign_names') }}
    where platform_account is not null
    qualify row_number() over (
        partition by platform, platform_campaign_id
        order by modified_at desc nulls last, loaded_at desc, load_id desc, source_row desc
    ) = 1

)

select
    coalesce(platforms.platform, 'unknown') as platform,
    coalesce(lines.platform_account, accounts_of_campaigns.platform_account) as platform_account,
    -- A Facebook ad whose campaign is not known stands for itself; a plain campaign without an id is its name.
    coalesce(lines.platform_campaign_id, ads.platform_campaign_id, 'ad ' || lines.ad_id, lines.platform_campaign_name)
        as platform_campaign_id,
    lines.platform_campaign_name,
    lines.utm_campaign,
    coalesce(lines.line, '') as line,
    lines.object_name,
    lines.currency,
    lines.spend_original,
    lines.spend_in_usd,
    lines.impressions,
    lines.clicks,
    lines.spend_date,
    lines.load_id,
    lines.loaded_at,
    lines.source_file,
    lines.source_row
from lines
left join platforms on lines.platform_raw = platforms.platform_raw
left join {{ ref('stg_spend__facebook_ads_ads') }} as ads on lines.ad_id = ads.ad_id
left join accounts_of_campaigns
    on platforms.platform = accounts_of_campaigns.platform
    and lines.platform_campaign_id = accounts_of_campaigns.platform_campaign_id
