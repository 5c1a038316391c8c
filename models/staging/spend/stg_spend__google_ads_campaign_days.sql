-- One row per landed line of Google Ads' report by campaign and day; every version of it.
-- Costs are in millionths of the account's currency.
select
    'google_ads_campaign_stats' as object_name,
    {{ as_id('customer_id') }} as platform_account,
    {{ as_id('id') }} as platform_campaign_id,
    {{ as_date('date') }} as spend_date,
    cast({{ as_number('cost_micros') }} / 1000000 as decimal(18, 6)) as spend_original,
    {{ as_number('impressions', 'integer') }} as impressions,
    {{ as_number('clicks', 'integer') }} as clicks,
    -- The connector's own id of the line; without it what the line is broken down by.
    coalesce({{ as_id('_fivetran_id') }}, coalesce({{ as_text('device') }}, '') || ':' || coalesce({{ as_text('ad_network_type') }}, '')) as line,
    _load_id as load_id,
    _loaded_at as loaded_at,
    _source_file as source_file,
    _source_row as source_row
from {{ source('spend', 'google_ads_campaign_stats') }}
