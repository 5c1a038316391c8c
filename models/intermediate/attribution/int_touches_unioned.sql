-- One row per touch that marketing, a partner or a seller had with a lead or contact by as_of_at.
-- A response to a campaign is a touch, one per membership; a lead that answered none makes one by its source.
with responses as (

    -- A response without any time is no touch; the data page counts it.
    select
        campaign_member_key,
        source_system,
        lead_key,
        contact_key,
        campaign_key,
        first_responded_at,
        -- Later than joining, the day alone is known.
        case when first_responded_at = joined_at then 'second' else 'day' end as precision
    from {{ ref('int_campaign_members_answered') }}
    where has_responded and first_responded_at is not null

),

leads as (

    select
        leads.lead_key,
        leads.source_system,
        leads.created_precision,
        leads.created_at,
        labelled.source_category
    from {{ ref('int_touch_leads_silent') }} as silent
    inner join {{ ref('int_leads_survived') }} as leads on silent.lead_key = leads.lead_key
    inner join {{ ref('int_leads_labelled') }} as labelled on silent.lead_key = labelled.lead_key
    where labelled.source_category <> 'no_source'

)

select
    responses.campaign_member_key as touchpoint_key,
    responses.source_system,
    responses.lead_key,
    responses.contact_key,
    responses.campaign_key,
    coalesce(campaigns.channel, 'unmapped') as channel,
    'campaign_response' as touch_type,
    responses.precision,
    responses.first_responded_at as touched_at
from responses
left join {{ ref('int_touch_campaigns_channelled') }} as campaigns on responses.campaign_key = campaigns.campaign_key
union all
select
    lead_key || ':lead_source' as touchpoint_key,
    source_system,
    lead_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as campaign_key,
    source_category as channel,
    'lead_source' as touch_type,
    created_precision as precision,
    created_at as touched_at
from leads
