-- One row per opportunity of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_id('account_id') }} as account_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_id('campaign_id') }} as campaign_id,
        {{ as_id('created_by_id') }} as created_by_id,
        {{ as_text('name') }} as name,
        {{ as_text('opportunity_type') }} as opportunity_type_raw,
        {{ as_text('lead_source') }} as lead_source_raw,
        {{ as_text('stage') }} as stage_raw,
        {{ as_text('currency') }} as currency,
        {{ as_text('lost_reason') }} as lost_reason_raw,
        {{ as_text('competitor') }} as competitor,
        {{ as_number('amount') }} as amount,
        {{ as_percent('probability') }} as probability,
        {{ is_percent('probability') }} as is_probability_percent,
        {{ as_text('is_closed') }} as is_closed_raw,
        {{ as_boolean('is_closed') }} as is_closed,
        {{ as_text('is_won') }} as is_won_raw,
        {{ as_boolean('is_won') }} as is_won,
        {{ as_mapped_boolean('opportunities', 'is_deleted') }} as is_deleted,
        {{ as_date('close_date') }} as close_date,
        {{ as_timestamp('closed_at') }} as closed_at,
        case when {{ time_precision('closed_at') }} = 'day' then {{ as_date('closed_at') }} end as closed_day,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'opportunities') }}
)

select *
from {{ newest_versions('typed', ['opportunity_id'], 'modified_at') }}
where opportunity_id is not null
