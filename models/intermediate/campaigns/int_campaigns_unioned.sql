-- One row per campaign of every source, deleted ones included. Costs in the record's currency.
with salesforce_campaigns as (
    select
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        source_system,
        _load_id as load_id,
        campaign_id,
        {{ is_gone('Campaign', 'campaign_id') }} as is_deleted,
        campaign_name,
        {{ source_key('source_system', 'parent_campaign_id') }} as parent_campaign_key,
        utm_campaign,
        campaign_type_raw,
        status_raw,
        is_active,
        start_date,
        end_date,
        actual_cost as actual_cost_original,
        budgeted_cost as budgeted_cost_original,
        {{ as_currency('currency') }} as currency,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__campaigns') }}
),

spreadsheet_campaigns as (
    select
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        source_system,
        _load_id as load_id,
        campaign_id,
        {{ is_gone('campaigns', 'campaign_id') }} as is_deleted,
        campaign_name,
        {{ source_key('source_system', 'parent_campaign_id') }} as parent_campaign_key,
        cast(null as varchar) as utm_campaign,
        campaign_type_raw,
        status_raw,
        {{ mapped_boolean('campaigns', 'is_active', 'campaigns') }} as is_active,
        start_date,
        end_date,
        actual_cost as actual_cost_original,
        budgeted_cost as budgeted_cost_original,
        {{ as_currency('currency') }} as currency,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__campaigns') }} as campaigns
)

select * from salesforce_campaigns
union all
select * from spreadsheet_campaigns
