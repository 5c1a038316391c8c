-- One row per campaign membership, with the reason why it is left out of the facts, if any.
-- A lead or contact that was merged away is replaced by its survivor; one that is not in the data keeps its key.
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
    coalesce(leads.survivor_key, members.lead_key) as lead_key,
    coalesce(contacts.survivor_key, members.contact_key) as contact_key,
    members.status_raw,
    members.has_responded_raw,
    members.first_responded_date,
    members.created_at,
    sources.as_of_at,
    case
        when members.is_deleted then 'deleted'
        when campaigns_deleted.campaign_key is not null then 'campaign_deleted'
        -- A member that is both lead and contact stays while one of the two is there.
        when coalesce(leads.fate, contacts.fate) = 'deleted' and coalesce(contacts.fate, leads.fate) = 'deleted'
            then 'person_deleted'
        when members.created_at > sources.as_of_at then 'created_after_as_of'
    end as left_out_reason
from members
inner join sources on members.source_system = sources.source_system
left join campaigns_deleted on members.campaign_key = campaigns_deleted.campaign_key
left join records as leads on members.lead_key = leads.record_key and leads.record_type = 'lead'
left join records as contacts on members.contact_key = contacts.record_key and contacts.record_type = 'contact'
