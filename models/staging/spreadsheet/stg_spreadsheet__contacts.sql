-- One row per contact of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_id('account_id') }} as account_id,
        {{ as_id('owner_id') }} as owner_id,
        {{ as_text('email') }} as email,
        {{ as_text('first_name') }} as first_name,
        {{ as_text('last_name') }} as last_name,
        {{ as_text('phone') }} as phone,
        {{ as_text('title') }} as title,
        {{ as_text('street') }} as street,
        {{ as_text('city') }} as city,
        {{ as_text('postal_code') }} as postal_code,
        {{ as_text('country') }} as country,
        {{ as_text('lead_source') }} as lead_source_raw,
        {{ as_mapped_boolean('contacts', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'contacts') }}
)

select *
from {{ newest_versions('typed', ['contact_id'], 'modified_at') }}
where contact_id is not null
