-- One row per campaign membership in the facts, with its canonical status and whether and when it answered.
-- The system's own response flag wins; the status definitions, of the campaign's type else of any, decide without it.
with members as (

    select * from {{ ref('int_campaign_members_screened') }}
    where left_out_reason is null

),

flags as (

    select * from {{ ref('int_flags_exported') }}

),

campaigns as (

    select campaigns.campaign_key, coalesce(labels.value, 'unmapped') as campaign_type
    from {{ ref('int_campaigns_unioned') }} as campaigns
    left join {{ ref('int_labels_mapped') }} as labels
        on campaigns.source_system = labels.source_system
        and campaigns.campaign_type_raw = labels.raw_value
        and labels.field = 'campaign_type'

),

statuses as (

    select * from {{ ref('campaign_member_statuses') }}

),

members_typed as (

    select members.*, coalesce(campaigns.campaign_type, 'unmapped') as campaign_type
    from members
    left join campaigns on members.campaign_key = campaigns.campaign_key

),

labels as (

    select distinct source_system, campaign_type, status_raw
    from members_typed
    where status_raw is not null

),

translations as (

    select source_system, label, value
    from {{ ref('int_value_maps_resolved') }}
    where field = 'campaign_member_status'

),

-- What a system writes is looked for as it is written before it is taken for one of our own words.
labels_mapped as (

    select
        labels.source_system, labels.campaign_type, labels.status_raw, statuses.status, statuses.is_response, statuses.is_success
    from labels
    left join translations
        on labels.source_system = translations.source_system
        and lower(trim(labels.status_raw)) = translations.label
    inner join statuses
        on lower(trim(coalesce(translations.value, labels.status_raw))) in (lower(trim(statuses.status_raw)), statuses.status)
        and statuses.campaign_type in ('any', labels.campaign_type)
    qualify row_number() over (
        partition by labels.source_system, labels.campaign_type, labels.status_raw
        order by
            case when translations.value is null and lower(trim(labels.status_raw)) = lower(trim(statuses.status_raw)) then 1 else 2 end,
            case when statuses.campaign_type = 'any' then 2 else 1 end,
            case when lower(trim(coalesce(translations.value, labels.status_raw))) = lower(trim(statuses.status_raw)) then 1 else 2 end,
            statuses.status_raw
    ) = 1

),

members_mapped as (

    select
        members_typed.*,
        case when members_typed.status_raw is not null then coalesce(labels_mapped.status, 'unmapped') end as status,
        case
            when flags.has_responded then coalesce(members_typed.has_responded_raw, false)
            else coalesce(members_typed.has_responded_raw, labels_mapped.is_response, false)
        end as has_responded_today,
        coalesce(labels_mapped.is_success, false) as has_succeeded_today,
        -- The response is a calendar day; on the day of joining, or without a day, joining is its time.
        case
            when members_typed.created_at is null
                or members_typed.first_responded_date > {{ to_local_date('members_typed.created_at') }}
                then {{ start_of_local_day('members_typed.first_responded_date') }}
            else members_typed.created_at
        end as response_at
    from members_typed
    left join flags on members_typed.source_system = flags.source_system
    left join labels_mapped
        on members_typed.source_system = labels_mapped.source_system
        and members_typed.campaign_type = labels_mapped.campaign_type
        and members_typed.status_raw = labels_mapped.status_raw

)

select
    campaign_member_key,
    source_system,
    campaign_key,
    lead_key,
    contact_key,
    status,
    status_raw,
    has_responded_today and coalesce(response_at <= as_of_at, true) as has_responded,
    has_responded_today and has_succeeded_today and coalesce(response_at <= as_of_at, true) as has_succeeded,
    created_at as joined_at,
    case when has_responded_today and response_at <= as_of_at then response_at end as first_responded_at
from members_mapped
