-- One row per ad platform, account, campaign, day and currency with spend: the charge in the reporting currency at the
-- rate of the day, rounded half-up to the cent. A missing rate or amount makes it null, never 1 and never 0.
with accounts as (

    select * from {{ ref('stg_spend__accounts') }}

),

-- Platforms of which an export says currencies: an account that it lacks is charged in an unknown one.
platforms as (

    select distinct platform from accounts

),

lines as (

    select
        lines.*,
        accounts.currency is null and lines.currency is null and lines.spend_in_usd is not null as is_in_usd,
        accounts.currency as account_currency,
        platforms.platform is not null and lines.object_name <> 'spend' as has_currencies
    from {{ ref('int_spend_lines_settled') }} as lines
    left join accounts
        on lines.platform = accounts.platform
        and lines.platform_account = accounts.platform_account
        and lines.object_name <> 'spend'
    left join platforms on lines.platform = platforms.platform
    where lines.left_out_reason is null

),

lines_priced as (

    select
        campaign_day,
        platform,
        platform_account,
        platform_campaign_id,
        spend_date,
        impressions,
        clicks,
        case when is_in_usd then spend_in_usd else spend_original end as spend_original,
        upper(trim(coalesce(
            currency, account_currency,
            case when is_in_usd then 'USD' when not has_currencies then '{{ var("reporting_currency") }}' end
        ))) as currency
    from lines

),

days as (

    select
        campaign_day,
        platform,
        platform_account,
        platform_campaign_id,
        currency,
        spend_date,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        -- A day with a line that cannot be read has no sum.
        case when count(spend_original) = count(*) then sum(spend_original) end as spend_original
    from lines_priced
    group by campaign_day, platform, platform_account, platform_campaign_id, currency, spend_date

)

select
    'spend:' || days.campaign_day || ':' || coalesce(days.currency, '') as spend_key,
    days.platform || ':' || coalesce(days.platform_account, '') || ':' || coalesce(days.platform_campaign_id, '')
        as spend_campaign_key,
    days.platform,
    days.platform_account,
    days.platform_campaign_id,
    days.currency,
    -- What does not fit into an amount has none.
    try_cast(round(try_cast(days.spend_original as decimal(22, 6)) * try_cast(rates.rate as decimal(16, 8)), 2) as decimal(18, 2)) as spend,
    try_cast(days.spend_original as decimal(18, 6)) as spend_original,
    days.impressions,
    days.clicks,
    days.spend_date
from days
left join {{ ref('int_currency_rates') }} as rates
    on days.currency = rates.currency
    and coalesce(days.spend_date, cast('0001-01-01' as date)) >= rates.valid_from
    and coalesce(days.spend_date, cast('0001-01-01' as date)) < rates.valid_to
