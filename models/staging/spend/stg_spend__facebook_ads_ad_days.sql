-- One row per landed line of Facebook's report by ad and day; every version of it.
select
    'facebook_ads_basic_ad' as object_name,
    {{ as_id('account_id') }} as platform_account,
    {{ as_id('ad_id') }} as ad_id,
    {{ as_date('date') }} as spend_date,
    {{ as_number('spend', 'decimal(18, 6)') }} as spend_original,
    {{ as_number('impressions', 'integer') }} as impressions,
    {{ as_number('inline_link_clicks', 'integer') }} as clicks,
    _load_id as load_id,
    _loaded_at as loaded_at,
    _source_file as source_file,
    _source_row as source_row
from {{ source('spend', 'facebook_ads_basic_ad') }}
