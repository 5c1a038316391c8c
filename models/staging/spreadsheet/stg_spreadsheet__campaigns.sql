-- One row per campaign of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('campaign_id') }} as campaign_id,
        {{ as_id('parent_campaign_id') }} as parent_campaign_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_text('campaign_name') }} as campaign_name,
        {{ as_text('campaign_type') }} as campaign_type_raw,
        {{ as_text('status') }} as status_raw,
        {{ as_text('currency') }} as currency,
        {{ as_number('actual_cost') }} as actual_cost,
        {{ as_number('budgeted_cost') }} as budgeted_cost,
        {{ as_text('is_active') }} as is_active_raw,
        {{ as_boolean('is_active') }} as is_active,
        {{ as_mapped_boolean('campaigns', 'is_deleted') }} as is_deleted,
        {{ as_date('start_date') }} as start_date,
        {{ as_date('end_date') }} as end_date,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'campaigns') }}
)

select *
from {{ newest_versions('typed', ['campaign_id'], 'modified_at') }}
where campaign_id is not null
