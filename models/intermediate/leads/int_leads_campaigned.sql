-- One row per surviving lead with a campaign membership (its own, its duplicates', its contact's): the campaign of the
-- last response at or before its creation plus the grace, else the campaign joined first.
with members as (

    select campaign_member_key, campaign_key, lead_key, contact_key, joined_at, first_responded_at
    from {{ ref('int_campaign_members_answered') }}

),

leads as (

    select
        converted.lead_key,
        converted.contact_key,
        deduplicated.duplicate_of_lead_key
    from {{ ref('int_leads_converted') }} as converted
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated on converted.lead_key = deduplicated.lead_key

),

leads_with_contact as (

    select lead_key, contact_key from leads where contact_key is not null

),

-- A membership may be here twice, as the lead's own and as its contact's: below, one row per lead remains either way.
own as (

    select lead_key, campaign_member_key, campaign_key, joined_at, first_responded_at
    from members
    where lead_key is not null
    union all
    select
        leads_with_contact.lead_key,
        members.campaign_member_key,
        members.campaign_key,
        members.joined_at,
        members.first_responded_at
    from members
    inner join leads_with_contact on members.contact_key = leads_with_contact.contact_key

),

memberships as (

    select lead_key, campaign_member_key, campaign_key, joined_at, first_responded_at from own
    union all
    select
        leads.duplicate_of_lead_key as lead_key,
        own.campaign_member_key,
        own.campaign_key,
        own.joined_at,
        own.first_responded_at
    from own
    inner join leads on own.lead_key = leads.lead_key
    where leads.duplicate_of_lead_key is not null

),

memberships_judged as (

    select
        memberships.*,
        coalesce(
            memberships.first_responded_at
            <= {{ add_seconds('survived.created_at', var('lead_touch_grace_minutes') ~ ' * 60') }},
            false
        ) as is_response_before
    from memberships
    inner join {{ ref('int_leads_survived') }} as survived on memberships.lead_key = survived.lead_key

)

select lead_key, campaign_key
from memberships_judged
qualify row_number() over (
    partition by lead_key
    order by
        case when is_response_before then 0 else 1 end,
        case when is_response_before then first_responded_at end desc,
        case when is_response_before then campaign_member_key end desc,
        joined_at,
        campaign_member_key
) = 1
