-- Fails per object whose landed lines of spend are not all settled once, and where the lines that count and can be read
-- do not add up to the fact.
{%- set reports = [
    'google_ads_campaign_stats', 'facebook_ads_basic_ad', 'linkedin_ad_analytics_by_campaign',
    'microsoft_ads_campaign_performance_daily_report', 'spend',
] %}
with landed as (

    {%- for report in reports %}
    select '{{ report }}' as object_name, count(*) as lines from {{ source('spend', report) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

settled as (

    select object_name, count(*) as lines
    from {{ ref('int_spend_lines_settled') }}
    group by object_name

),

lines_added as (

    select coalesce(sum(impressions), 0) as impressions, coalesce(sum(clicks), 0) as clicks
    from {{ ref('int_spend_lines_settled') }}
    where left_out_reason is null

),

facts_added as (

    select coalesce(sum(impressions), 0) as impressions, coalesce(sum(clicks), 0) as clicks
    from {{ ref('fct_campaign_spend') }}

)

select landed.object_name, landed.lines as landed, coalesce(settled.lines, 0) as settled
from landed
left join settled on landed.object_name = settled.object_name
where landed.lines <> coalesce(settled.lines, 0)
union all
select 'fct_campaign_spend' as object_name, lines_added.clicks as landed, facts_added.clicks as settled
from lines_added
cross join facts_added
where lines_added.impressions <> facts_added.impressions or lines_added.clicks <> facts_added.clicks
