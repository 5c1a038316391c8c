-- One row per account record of every source, deleted and merged ones included.
with salesforce_accounts as (
    select
        {{ source_key('source_system', 'account_id') }} as account_key,
        source_system,
        _load_id as load_id,
        account_id,
        {{ is_gone('Account', 'account_id') }} as is_deleted,
        {{ source_key('source_system', 'master_account_id') }} as master_account_key,
        account_name,
        {{ source_key('source_system', 'parent_account_id') }} as parent_account_key,
        account_type,
        industry,
        country,
        employees,
        annual_revenue,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__accounts') }}
),

spreadsheet_accounts as (
    select
        {{ source_key('source_system', 'account_id') }} as account_key,
        source_system,
        _load_id as load_id,
        account_id,
        {{ is_gone('accounts', 'account_id') }} as is_deleted,
        cast(null as varchar) as master_account_key,
        account_name,
        {{ source_key('source_system', 'parent_account_id') }} as parent_account_key,
        account_type,
        industry,
        country,
        employees,
        annual_revenue,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__accounts') }}
)

select * from salesforce_accounts
union all
select * from spreadsheet_accounts
