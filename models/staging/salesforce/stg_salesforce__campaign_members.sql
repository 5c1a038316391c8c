-- One row per Salesforce campaign member, in its newest landed version.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as campaign_member_id,
    {{ as_salesforce_id('CampaignId') }} as campaign_id,
    {{ as_salesforce_id('LeadId') }} as lead_id,
    {{ as_salesforce_id('ContactId') }} as contact_id,
    {{ as_text('Status') }} as status_raw,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_boolean('HasResponded') }} as has_responded,
    {{ as_date('FirstRespondedDate') }} as first_responded_date,
    {{ as_timestamp('CreatedDate') }} as created_at,
    {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} as modified_at,
    _load_id
from {{ newest_salesforce_rows('campaign_member') }}
where {{ has_id('Id') }}
