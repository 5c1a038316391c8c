-- One row per landed line of Microsoft Advertising's report by campaign and day; every version of it.
{%- set breakdown = ['device_os', 'device_type', 'network', 'ad_distribution', 'bid_match_type', 'delivered_match_type', 'top_vs_other'] %}
select
    'microsoft_ads_campaign_performance_daily_report' as object_name,
    {{ as_id('account_id') }} as platform_account,
    {{ as_id('campaign_id') }} as platform_campaign_id,
    {{ as_date('date') }} as spend_date,
    {{ as_number('spend', 'decimal(18, 6)') }} as spend_original,
    {{ as_text('currency_code') }} as currency,
    {{ as_number('impressions', 'integer') }} as impressions,
    {{ as_number('clicks', 'integer') }} as clicks,
    {% for column in breakdown %}coalesce({{ column }}, ''){{ " || ':' || " if not loop.last }}{% endfor %} as line,
    _load_id as load_id,
    _loaded_at as loaded_at,
    _source_file as source_file,
    _source_row as source_row
from {{ source('spend', 'microsoft_ads_campaign_performance_daily_report') }}
