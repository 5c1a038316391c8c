-- One row per touch that marketing, a partner or a seller had with a lead or contact by as_of_at.
-- A response to a campaign is a touch, one per membership, and so is what a system recorded as one; a lead of which there
-- is neither makes one by its source, or by the UTM parameters with which it came.
-- A view: one model reads all of it, another only whether a lead without an answer is in it.
{{ config(materialized='view') }}
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
        utms.lead_key is not null as has_utm,
        matched.campaign_key,
        -- How it came is nearer to the touch than what the campaign is, and that than what a person chose as the source.
        coalesce(
            matched.channel, channels.channel, nullif(labelled.source_category, 'no_source'), case when utms.lead_key is not null then 'unmapped' end
        ) as channel
    from {{ ref('int_touch_leads_silent') }} as silent
    inner join {{ ref('int_leads_survived') }} as leads on silent.lead_key = leads.lead_key
    inner join {{ ref('int_leads_labelled') }} as labelled on silent.lead_key = labelled.lead_key
    left join {{ ref('int_touch_utms_collected') }} as utms on silent.lead_key = utms.lead_key
    left join {{ ref('int_touch_utms_matched') }} as matched
        on utms.source_system = matched.source_system
        and coalesce(utms.utm_source, '') = matched.utm_source
        and coalesce(utms.utm_medium, '') = matched.utm_medium
        and coalesce(utms.utm_campaign, '') = matched.utm_campaign
    left join {{ ref('int_touch_campaigns_channelled') }} as channels on matched.campaign_key = channels.campaign_key

),

recorded as (

    select
        records.*,
        coalesce(records.campaign_key, matched.campaign_key) as campaign_found,
        matched.channel as channel_of_utm
    from {{ ref('int_touch_records_screened') }} as records
    left join {{ ref('int_touch_utms_matched') }} as matched
        on records.source_system = matched.source_system
        and coalesce(records.utm_source, '') = matched.utm_source
        and coalesce(records.utm_medium, '') = matched.utm_medium
        and coalesce(records.utm_campaign, '') = matched.utm_campaign
    where records.left_out_reason is null

)

select
    responses.campaign_member_key as touchpoint_key,
    responses.source_system,
    responses.lead_key,
    responses.contact_key,
    cast(null as varchar) as address_person_key,
    responses.campaign_key,
    coalesce(campaigns.channel, 'unmapped') as channel,
    'campaign_response' as touch_type,
    responses.precision,
    responses.first_responded_at as touched_at
from responses
left join {{ ref('int_touch_campaigns_channelled') }} as campaigns on responses.campaign_key = campaigns.campaign_key
union all
select
    lead_key || case when has_utm then ':web_form' else ':lead_source' end as touchpoint_key,
    source_system,
    lead_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as address_person_key,
    campaign_key,
    channel,
    case when has_utm then 'web_form' else 'lead_source' end as touch_type,
    created_precision as precision,
    created_at as touched_at
from leads
where channel is not null
union all
select
    recorded.touchpoint_key,
    recorded.source_system,
    recorded.lead_key,
    recorded.contact_key,
    recorded.address_person_key,
    recorded.campaign_found as campaign_key,
    coalesce(
        recorded.channel, recorded.channel_of_utm, channels.channel, recorded.channel_of_type, 'unmapped'
    ) as channel,
    recorded.touch_type,
    recorded.precision,
    recorded.touched_at
from recorded
left join {{ ref('int_touch_campaigns_channelled') }} as channels on recorded.campaign_found = channels.campaign_key
