-- One row per ad platform's campaign and text that may tell which campaign of the CRM it is: its id, each name that it
-- ever had, each utm_campaign of its links. A text by which campaigns are compared ignores case, - _ + and doubled spaces.
with campaigns as (

    select distinct spend_campaign_key, platform, platform_campaign_id
    from {{ ref('int_campaign_spend_valued') }}

),

histories as (

    select campaigns.spend_campaign_key, names.platform_campaign_name, names.link_parameters
    from campaigns
    inner join {{ ref('stg_spend__campaign_names') }} as names
        on campaigns.platform = names.platform and campaigns.platform_campaign_id = names.platform_campaign_id

),

plain_lines as (

    select
        platform || ':' || coalesce(platform_account, '') || ':' || coalesce(platform_campaign_id, '') as spend_campaign_key,
        platform_campaign_name,
        utm_campaign
    from {{ ref('int_spend_lines_settled') }}
    where object_name = 'spend'

),

texts as (

    select spend_campaign_key, 'id' as kind, platform_campaign_id as text from campaigns
    union
    select spend_campaign_key, 'name' as kind, platform_campaign_name as text from histories
    union
    select spend_campaign_key, 'name' as kind, platform_campaign_name as text from plain_lines
    union
    select spend_campaign_key, 'utm' as kind, utm_campaign as text from plain_lines
    union
    select
        spend_campaign_key,
        'utm' as kind,
        nullif(split_part(split_part(link_parameters, 'utm_campaign=', 2), '&', 1), '') as text
    from histories

)

select
    texts.spend_campaign_key,
    texts.kind,
    texts.text,
    {{ comparable_name('texts.text') }} as comparable
from texts
inner join campaigns on texts.spend_campaign_key = campaigns.spend_campaign_key
where texts.text is not null
