-- One row per landed line of a plain file of spend by campaign and day; every version of it.
select
    'spend' as object_name,
    {{ as_text('platform') }} as platform_raw,
    {{ as_id('account') }} as platform_account,
    {{ as_id('campaign_id') }} as platform_campaign_id,
    {{ as_text('campaign_name') }} as platform_campaign_name,
    {{ as_text('utm_campaign') }} as utm_campaign,
    {{ as_date('date') }} as spend_date,
    {{ as_number('spend', 'decimal(18, 6)') }} as spend_original,
    {{ as_text('currency') }} as currency,
    {{ as_number('impressions', 'integer') }} as impressions,
    {{ as_number('clicks', 'integer') }} as clicks,
    _load_id as load_id,
    _loaded_at as loaded_at,
    _source_file as source_file,
    _source_row as source_row
from {{ source('spend', 'spend') }}
