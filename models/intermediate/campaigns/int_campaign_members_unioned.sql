-- One row per campaign membership of a lead or contact, deleted ones included.
with salesforce_members as (
    select
        {{ source_key('source_system', 'campaign_member_id') }} as campaign_member_key,
        source_system,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        status_raw,
        has_responded as has_responded_raw,
        first_responded_date,
        coalesce(is_deleted, false) as is_deleted,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__campaign_members') }}
)

select * from salesforce_members
