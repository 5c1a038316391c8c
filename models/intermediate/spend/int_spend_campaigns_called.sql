-- One row per ad platform's campaign with a name: the last that it had, by its history, else by the plain file.
with names as (

    select
        platform,
        platform_campaign_id,
        platform_campaign_name,
        2 as weight,
        modified_at as named_at,
        loaded_at,
        load_id,
        source_row
    from {{ ref('stg_spend__campaign_names') }}
    union all
    select
        platform,
        platform_campaign_id,
        platform_campaign_name,
        1 as weight,
        cast(spend_date as timestamp) as named_at,
        loaded_at,
        load_id,
        source_row
    from {{ ref('int_spend_lines_settled') }}

)

select platform, platform_campaign_id, platform_campaign_name
from names
where platform_campaign_name is not null and platform_campaign_id is not null
qualify row_number() over (
    partition by platform, platform_campaign_id
    order by weight desc, named_at desc nulls last, loaded_at desc, load_id desc, source_row desc
) = 1
