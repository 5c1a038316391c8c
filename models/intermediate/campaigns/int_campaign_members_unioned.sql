-- One row per campaign membership of a lead or contact, deleted ones included.
with salesforce_members as (
    select
        {{ source_key('source_system', 'campaign_member_id') }} as campaign_member_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        status_raw,
        has_responded as has_responded_raw,
        first_responded_date,
        {{ is_gone('CampaignMember', 'campaign_member_id') }} as is_deleted,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__campaign_members') }}
),

spreadsheet_members as (
    select
        {{ source_key('source_system', 'record_id') }} as campaign_member_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        status_raw,
        {{ mapped_boolean('campaign_members', 'has_responded', 'members') }} as has_responded_raw,
        first_responded_date,
        {{ is_gone('campaign_members', 'record_id') }} as is_deleted,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__campaign_members') }} as members
),

spreadsheet_lead_campaigns as (
    -- A lead that names its campaign came through it: a membership that responded when the lead was created.
    select
        source_system || ':' || campaign_id || ':' || lead_id || ':lead' as campaign_member_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        cast(null as varchar) as contact_key,
        cast(null as varchar) as status_raw,
        true as has_responded_raw,
        cast(null as date) as first_responded_date,
        {{ is_gone('leads', 'lead_id') }} as is_deleted,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__leads') }}
    where campaign_id is not null
)

select * from salesforce_members
union all
select * from spreadsheet_members
union all
select * from spreadsheet_lead_campaigns
