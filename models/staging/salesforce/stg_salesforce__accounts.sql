-- One row per Salesforce account, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as account_id,
    {{ as_salesforce_id('MasterRecordId') }} as master_account_id,
    {{ as_salesforce_id('ParentId') }} as parent_account_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_text('Name') }} as account_name,
    {{ as_text('Type') }} as account_type,
    {{ as_text('Industry') }} as industry,
    {{ as_text('BillingCountry') }} as country,
    {{ as_number('NumberOfEmployees', 'integer') }} as employees,
    {{ as_number('AnnualRevenue') }} as annual_revenue,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('account') }}
where {{ has_id('Id') }}
