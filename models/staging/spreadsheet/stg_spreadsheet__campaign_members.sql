-- One row per campaign membership of a mapped system, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ record_id('spreadsheet', 'campaign_members') }} as record_id,
        {{ as_id('campaign_member_id') }} as campaign_member_id,
        {{ as_id('campaign_id') }} as campaign_id,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_text('status') }} as status_raw,
        {{ as_text('has_responded') }} as has_responded_raw,
        {{ as_boolean('has_responded') }} as has_responded,
        {{ as_mapped_boolean('campaign_members', 'is_deleted') }} as is_deleted,
        {{ as_date('first_responded_at') }} as first_responded_date,
        {{ as_timestamp('created_at') }} as created_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'campaign_members') }}
)

select *
from {{ newest_versions('typed', ['record_id'], 'modified_at') }}
