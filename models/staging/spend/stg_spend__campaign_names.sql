-- One row per ad platform, campaign and line of its history: a name that the campaign had, and where its links lead.
{%- set histories = [
    ('google_ads', 'customer_id', 'updated_at'),
    ('facebook_ads', 'account_id', 'updated_time'),
    ('linkedin_ads', 'account_id', 'last_modified_time'),
    ('microsoft_ads', 'account_id', 'modified_time'),
] %}
{%- for platform, account, modified in histories %}
select
    '{{ platform }}' as platform,
    {{ as_id(account) }} as platform_account,
    {{ as_id('id') }} as platform_campaign_id,
    {{ as_text('name') }} as platform_campaign_name,
    {% if platform == 'google_ads' -%}
    coalesce({{ as_text('final_url_suffix') }}, '') || '&' || coalesce({{ as_text('tracking_url_template') }}, '') as link_parameters,
    {% else -%}
    cast(null as varchar) as link_parameters,
    {% endif -%}
    {{ as_timestamp(modified) }} as modified_at,
    _loaded_at as loaded_at,
    _load_id as load_id,
    _source_row as source_row
from {{ source('spend', 'linkedin_ad_campaign_history' if platform == 'linkedin_ads' else platform ~ '_campaign_history') }}
where {{ as_id('id') }} is not null
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
