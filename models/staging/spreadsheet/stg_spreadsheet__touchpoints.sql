-- One row per touch that a mapped system recorded, in its newest landed version.
with typed as (
    select
        _source_system as source_system,
        {{ as_id('touchpoint_id') }} as touchpoint_id,
        {{ as_id('lead_id') }} as lead_id,
        {{ as_id('contact_id') }} as contact_id,
        {{ as_id('campaign_id') }} as campaign_id,
        {{ as_text('email') }} as email,
        {{ as_text('touch_type') }} as touch_type_raw,
        {{ as_text('channel') }} as channel_raw,
        {{ as_text('utm_source') }} as utm_source,
        {{ as_text('utm_medium') }} as utm_medium,
        {{ as_text('utm_campaign') }} as utm_campaign,
        {{ as_mapped_boolean('touchpoints', 'is_deleted') }} as is_deleted,
        {{ time_precision('touched_at') }} as touched_precision,
        {{ as_timestamp('touched_at') }} as touched_at,
        {{ as_timestamp('modified_at') }} as modified_at,
        _source_system,
        _load_id,
        _loaded_at,
        _source_file,
        _source_row
    from {{ source('spreadsheet', 'touchpoints') }}
)

select *
from {{ newest_versions('typed', ['touchpoint_id'], 'modified_at') }}
where touchpoint_id is not null
