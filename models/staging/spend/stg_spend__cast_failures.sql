-- One row per source system and raw column with values that do not cast to its declared type,
-- or with local times that happen twice.
{{ config(materialized='table') }}
-- depends_on: {{ source('spend', 'google_ads_campaign_stats') }}
-- depends_on: {{ source('spend', 'google_ads_campaign_history') }}
-- depends_on: {{ source('spend', 'google_ads_account_history') }}
-- depends_on: {{ source('spend', 'facebook_ads_basic_ad') }}
-- depends_on: {{ source('spend', 'facebook_ads_ad_history') }}
-- depends_on: {{ source('spend', 'facebook_ads_campaign_history') }}
-- depends_on: {{ source('spend', 'facebook_ads_account_history') }}
-- depends_on: {{ source('spend', 'linkedin_ad_analytics_by_campaign') }}
-- depends_on: {{ source('spend', 'linkedin_ad_campaign_history') }}
-- depends_on: {{ source('spend', 'linkedin_ad_account_history') }}
-- depends_on: {{ source('spend', 'microsoft_ads_campaign_performance_daily_report') }}
-- depends_on: {{ source('spend', 'microsoft_ads_campaign_history') }}
-- depends_on: {{ source('spend', 'microsoft_ads_account_history') }}
-- depends_on: {{ source('spend', 'spend') }}

{{ cast_failures('spend') }}
