-- One row per account of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('account_id') }} as account_id,
        {{ as_id('parent_account_id') }} as parent_account_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_text('account_name') }} as account_name,
        {{ as_text('account_type') }} as account_type,
        {{ as_text('industry') }} as industry,
        {{ as_text('country') }} as country,
        {{ as_number('employees', 'integer') }} as employees,
        {{ as_number('annual_revenue') }} as annual_revenue,
        {{ as_mapped_boolean('accounts', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'accounts') }}
)

select *
from {{ newest_versions('typed', ['account_id'], 'modified_at') }}
where account_id is not null
