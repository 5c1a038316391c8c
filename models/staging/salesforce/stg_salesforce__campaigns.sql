-- One row per Salesforce campaign, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as campaign_id,
    {{ as_salesforce_id('ParentId') }} as parent_campaign_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_text('Name') }} as campaign_name,
    {{ first_candidate('salesforce', 'campaign', 'utm_campaign') }} as utm_campaign,
    {{ as_text('Type') }} as campaign_type_raw,
    {{ as_text('Status') }} as status_raw,
    {{ as_text('CurrencyIsoCode') }} as currency,
    {{ as_number('ActualCost') }} as actual_cost,
    {{ as_number('BudgetedCost') }} as budgeted_cost,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_boolean('IsActive') }} as is_active,
    {{ as_date('StartDate') }} as start_date,
    {{ as_date('EndDate') }} as end_date,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('campaign') }}
where {{ has_id('Id') }}
