-- One row per campaign membership, with the reason why it is left out of the facts, if any.
-- A lead or contact that was merged away is replaced by its survivor; one that is gone by nobody; one that is not in
-- the data keeps its key.
with members as (

    select * from {{ ref('int_campaign_members_unioned') }}

),

sources as (

    select * from {{ ref('int_sources_as_of') }}

),

campaigns_deleted as (

    select campaign_key
    from {{ ref('int_campaigns_unioned') }}
    where is_deleted

),

records as (

    select record_type, record_key, survivor_key, fate from {{ ref('int_records_survived') }}

)

select
    members.campaign_member_key,
    members.source_system,
    members.campaign_key,
    case when leads.fate is null then members.lead_key else leads.survivor_key end as lead_key,
    case when contacts.fate is null then members.contact_key else contacts.survivor_key end as contact_key,
    members.status_raw,
    members.has_responded_raw,
    members.first_responded_date,
    members.created_at,
    sources.as_of_at,
    case
        when members.is_deleted then 'deleted'
        when members.campaign_key is null then 'no_campaign'
        when campaigns_deleted.campaign_key is not null then 'campaign_deleted'
        -- A member that is both lead and contact stays while one of the two is there.
        when (leads.fate is not null or contacts.fate is not null)
            and (members.lead_key is null or (leads.fate is not null and leads.survivor_key is null))
            and (members.contact_key is null or (contacts.fate is not null and contacts.survivor_key is null))
            then 'person_gone'
        when members.created_at > sources.as_of_at then 'created_after_as_of'
    end as left_out_reason
from members
inner join sources on members.source_system = sources.source_system
left join campaigns_deleted on members.campaign_key = campaigns_deleted.campaign_key
left join records as leads on members.lead_key = leads.record_key and leads.record_type = 'lead'
left join records as contacts on members.contact_key = contacts.record_key and contacts.record_type = 'contact'
