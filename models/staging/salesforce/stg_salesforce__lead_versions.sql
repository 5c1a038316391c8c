-- One row per landed version of a Salesforce lead: its status and owner then.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as lead_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_text('Status') }} as status_raw,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id,
    _loaded_at,
    _source_file,
    _source_row
from {{ source('salesforce', 'lead') }}
where {{ has_id('Id') }}
