-- One row per landed line of LinkedIn's report by campaign and day; every version of it.
select
    'linkedin_ad_analytics_by_campaign' as object_name,
    {{ as_id('campaign_id') }} as platform_campaign_id,
    {{ as_date('day') }} as spend_date,
    {{ as_number('cost_in_local_currency', 'decimal(18, 6)') }} as spend_original,
    {{ as_number('cost_in_usd', 'decimal(18, 6)') }} as spend_in_usd,
    {{ as_number('impressions', 'integer') }} as impressions,
    {{ as_number('clicks', 'integer') }} as clicks,
    _load_id as load_id,
    _loaded_at as loaded_at,
    _source_file as source_file,
    _source_row as source_row
from {{ source('spend', 'linkedin_ad_analytics_by_campaign') }}
