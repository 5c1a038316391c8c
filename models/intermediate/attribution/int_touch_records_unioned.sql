-- One row per touch that a system recorded as such (a form filled in, a link of an e-mail clicked, an event attended),
-- deleted ones included.
select
    -- A system may number its touches and its memberships alike.
    {{ source_key('source_system', 'touchpoint_id') }} || ':touch' as touchpoint_key,
    source_system,
    _load_id as load_id,
    {{ source_key('source_system', 'lead_id') }} as lead_key,
    {{ source_key('source_system', 'contact_id') }} as contact_key,
    {{ source_key('source_system', 'campaign_id') }} as campaign_key,
    email,
    touch_type_raw,
    channel_raw,
    utm_source,
    utm_medium,
    utm_campaign,
    {{ is_gone('touchpoints', 'touchpoint_id') }} as is_deleted,
    touched_precision,
    touched_at,
    modified_at
from {{ ref('stg_spreadsheet__touchpoints') }}
