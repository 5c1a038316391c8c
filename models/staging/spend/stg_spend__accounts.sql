-- One row per ad platform and account, in its newest version: the currency that it is charged in.
{%- set histories = [
    ('google_ads', 'currency_code', 'updated_at'),
    ('facebook_ads', 'currency', '_fivetran_synced'),
    ('linkedin_ads', 'currency', 'last_modified_time'),
    ('microsoft_ads', 'currency_code', 'last_modified_time'),
] %}
with accounts as (
    {%- for platform, currency, modified in histories %}
    select
        '{{ platform }}' as platform,
        {{ as_id('id') }} as platform_account,
        {{ as_text(currency) }} as currency,
        {{ as_timestamp(modified) }} as modified_at,
        _loaded_at as loaded_at,
        _load_id as load_id,
        _source_row as source_row
    from {{ source('spend', 'linkedin_ad_account_history' if platform == 'linkedin_ads' else platform ~ '_account_history') }}
    where {{ as_id('id') }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select platform, platform_account, currency
from accounts
where currency is not null
qualify row_number() over (
    partition by platform, platform_account
    order by modified_at desc nulls last, loaded_at desc, load_id desc, source_row desc
) = 1
