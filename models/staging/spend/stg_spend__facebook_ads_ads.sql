-- One row per Facebook ad, in its newest version: the campaign that it belongs to.
select {{ as_id('id') }} as ad_id, {{ as_id('campaign_id') }} as platform_campaign_id
from {{ source('spend', 'facebook_ads_ad_history') }}
where {{ as_id('id') }} is not null
qualify row_number() over (
    partition by {{ as_id('id') }}
    order by {{ as_timestamp('updated_time') }} desc nulls last, _loaded_at desc, _load_id desc, _source_row desc
) = 1
