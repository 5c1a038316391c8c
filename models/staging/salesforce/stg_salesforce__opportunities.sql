-- One row per Salesforce opportunity, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as opportunity_id,
    {{ as_salesforce_id('AccountId') }} as account_id,
    {{ as_salesforce_id('ContactId') }} as contact_id,
    {{ as_salesforce_id('OwnerId') }} as owner_id,
    {{ as_salesforce_id('CreatedById') }} as created_by_id,
    {{ as_salesforce_id('CampaignId') }} as campaign_id,
    {{ as_text('Name') }} as name,
    {{ as_text('Type') }} as opportunity_type_raw,
    {{ as_text('LeadSource') }} as lead_source_raw,
    {{ as_text('StageName') }} as stage_raw,
    {{ as_text('CurrencyIsoCode') }} as currency,
    {{ first_candidate('salesforce', 'opportunity', 'lost_reason') }} as lost_reason_raw,
    {{ first_candidate('salesforce', 'opportunity', 'competitor') }} as competitor,
    {{ as_number('Amount') }} as amount,
    {{ as_percent('Probability') }} as probability_percent,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_boolean('IsClosed') }} as is_closed,
    {{ as_boolean('IsWon') }} as is_won,
    {{ as_date('CloseDate') }} as close_date,
    {{ as_timestamp('LastStageChangeDate') }} as last_stage_change_at,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id,
    _source_file,
    _source_row
from {{ source('salesforce', 'opportunity') }}
where {{ as_text('Id') }} is not null
qualify {{ is_latest_version('opportunity_id', 'modified_at') }}
