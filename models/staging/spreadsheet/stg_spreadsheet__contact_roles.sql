-- One row per contact role of an opportunity of a mapped system; what it lacks is judged after.
with typed as (
    select
        _source_system as source_system,
        {{ record_id('spreadsheet', 'contact_roles') }} as record_id,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_text('role') }} as role,
        {{ as_mapped_boolean('contact_roles', 'is_primary') }} as is_primary,
        {{ as_mapped_boolean('contact_roles', 'is_deleted') }} as is_deleted,
        {{ as_timestamp('created_at') }} as created_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'contact_roles') }}
)

select *
from {{ newest_versions('typed', ['record_id'], '_loaded_at') }}
