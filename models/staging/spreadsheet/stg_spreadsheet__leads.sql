-- One row per lead of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_id('campaign_id') }} as campaign_id,
        {{ as_id('account_id') }} as account_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_id('created_by_id') }} as created_by_id,
        {{ as_text('status') }} as status_raw,
        {{ as_text('lead_source') }} as lead_source_raw,
        {{ as_text('company') }} as company,
        {{ as_text('country') }} as country,
        {{ as_text('email') }} as email,
        {{ as_text('first_name') }} as first_name,
        {{ as_text('last_name') }} as last_name,
        {{ as_text('phone') }} as phone,
        {{ as_text('title') }} as title,
        {{ as_text('street') }} as street,
        {{ as_text('city') }} as city,
        {{ as_text('postal_code') }} as postal_code,
        {{ as_text('website') }} as website,
        {{ as_text('description') }} as description,
        {{ as_text('industry') }} as industry,
        {{ as_text('rating') }} as rating_raw,
        {{ as_text('disqualified_reason') }} as disqualified_reason_raw,
        {{ as_number('employees', 'integer') }} as employees,
        {{ as_number('annual_revenue') }} as annual_revenue,
        {{ as_number('lead_score', 'double') }} as lead_score,
        {{ as_text('is_converted') }} as is_converted_raw,
        {{ as_boolean('is_converted') }} as is_converted,
        {{ as_mapped_boolean('leads', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        {{ time_precision('created_at') }} as created_precision,
        {{ as_timestamp('converted_at') }} as converted_at,
        {{ time_precision('converted_at') }} as converted_precision,
        {{ as_date('converted_at') }} as converted_day,
        {{ as_timestamp('sales_ready_at') }} as sales_ready_at,
        {{ as_timestamp('mql_at') }} as mql_at,
        {{ as_timestamp('sales_accepted_at') }} as sales_accepted_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'leads') }}
)

select *
from {{ newest_versions('typed', ['lead_id'], 'modified_at') }}
where lead_id is not null
