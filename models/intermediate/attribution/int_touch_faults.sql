-- One row per source system, table and kind of what touches lack, with how many rows.
-- What is left out of the facts of touches is here: nothing of it is lost unseen.
with members as (

    select * from {{ ref('int_campaign_members_screened') }}
    where left_out_reason is null

),

answers as (

    select * from {{ ref('int_campaign_members_answered') }}
    where has_responded

),

faults as (

    select
        source_system,
        'answered_without_time' as fault,
        'fct_touchpoints' as table_name,
        'Answers to campaigns of which nothing tells when: no touch.' as description
    from answers
    where first_responded_at is null
    union all
    select
        source_system,
        'answered_after_as_of' as fault,
        'fct_touchpoints' as table_name,
        'Answers dated after the day up to which the export tells: no touch yet.' as description
    from members
    where first_responded_date > {{ to_local_date('as_of_at') }}
    union all
    select
        source_system,
        'left_out_' || left_out_reason as fault,
        'fct_touchpoints' as table_name,
        'Recorded touches, landed and left out of the facts: ' || replace(left_out_reason, '_', ' ') || '.' as description
    from {{ ref('int_touch_records_screened') }}
    where left_out_reason is not null
    union all
    select
        source_system,
        'touch_of_nobody' as fault,
        'fct_touchpoints' as table_name,
        'Touches whose lead, contact or e-mail address is not in the data: on no opportunity.' as description
    from {{ ref('int_touches_identified') }}
    where person_key is null
    union all
    select
        leads.source_system,
        'lead_without_touch' as fault,
        'fct_touchpoints' as table_name,
        'Leads that answered no campaign and have no source: nothing tells what brought them.' as description
    from {{ ref('int_touch_leads_silent') }} as silent
    inner join {{ ref('int_leads_survived') }} as leads on silent.lead_key = leads.lead_key
    left join {{ ref('int_touches_unioned') }} as touches on silent.lead_key = touches.lead_key
    where touches.lead_key is null
    union all
    select
        leads.source_system,
        'utm_campaign_' || case when matched.is_ambiguous then 'ambiguous' else 'unknown' end as fault,
        'fct_touchpoints' as table_name,
        'Leads that came with a utm_campaign that '
        || case when matched.is_ambiguous then 'means several campaigns' else 'no campaign has as its id or name' end
        || ': it counts for none.' as description
    from {{ ref('int_touch_utms_collected') }} as leads
    inner join {{ ref('int_touch_utms_matched') }} as matched
        on leads.source_system = matched.source_system
        and coalesce(leads.utm_source, '') = matched.utm_source
        and coalesce(leads.utm_medium, '') = matched.utm_medium
        and leads.utm_campaign = matched.utm_campaign
    where matched.campaign_key is null
    union all
    select
        source_system,
        'window_unknown' as fault,
        'fct_opportunity_touchpoints' as table_name,
        'Opportunities without a creation or closing time: no touch can be said to be before or after.' as description
    from {{ ref('int_opportunity_touch_windows') }}
    where starts_at is null or ends_at is null

),

-- A type that nobody mapped is counted among the labels.
campaigns as (

    select
        campaigns.source_system,
        'campaign_type_without_channel' as fault,
        'dim_campaigns' as table_name,
        'Campaigns of a type that has no row in campaign_channels: their channel is unmapped.' as description
    from {{ ref('int_campaigns_unioned') }} as campaigns
    inner join {{ ref('int_touch_campaigns_channelled') }} as channels on campaigns.campaign_key = channels.campaign_key
    inner join {{ ref('int_labels_mapped') }} as types
        on campaigns.source_system = types.source_system
        and campaigns.campaign_type_raw = types.raw_value
        and types.field = 'campaign_type'
    where channels.channel = 'unmapped' and types.value <> 'unmapped' and not campaigns.is_deleted

)

select source_system, fault, table_name, description, cast(count(*) as integer) as rows
from (
    select source_system, fault, table_name, description from faults
    union all
    select source_system, fault, table_name, description from campaigns
) as counted
group by source_system, fault, table_name, description
