-- One row per saved state of a Salesforce opportunity: stage, amount, probability and close date after a change.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as snapshot_id,
    {{ as_salesforce_id('OpportunityId') }} as opportunity_id,
    {{ as_salesforce_id('CreatedById') }} as changed_by_id,
    {{ as_text('StageName') }} as stage_raw,
    {{ as_text('CurrencyIsoCode') }} as currency,
    {{ as_number('Amount') }} as amount,
    {{ as_percent('Probability') }} as probability_percent,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_date('CloseDate') }} as close_date,
    {{ as_timestamp('CreatedDate') }} as changed_at,
    {{ as_timestamp('SystemModstamp') }} as modified_at,
    _load_id,
    _source_file,
    _source_row
from {{ newest_salesforce_rows('opportunity_history', 'SystemModstamp') }}
where {{ has_id('Id') }}
