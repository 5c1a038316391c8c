-- One row per landed version of a Salesforce opportunity: what its history would tell, as it was then.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as opportunity_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_text('StageName') }} as stage_raw,
    {{ as_number('Amount') }} as amount,
    {{ as_date('CloseDate') }} as close_date,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id,
    _loaded_at,
    _source_file,
    _source_row
from {{ source('salesforce', 'opportunity') }}
where {{ has_id('Id') }}
