-- One row per recorded touch: whom it touched, of what kind, and why it is left out of the facts, if it is.
-- A lead or contact that was merged away is replaced by its survivor; one that is not in the data keeps its key. An e-mail
-- address tells the person where one person alone is known by it; the address itself goes no further.
with records as (

    select * from {{ ref('int_touch_records_unioned') }}

),

sources as (

    select source_system, as_of_at from {{ ref('int_sources_as_of') }}

),

survived as (

    select record_type, record_key, survivor_key, fate from {{ ref('int_records_survived') }}

),

campaigns_deleted as (

    select campaign_key
    from {{ ref('int_campaigns_unioned') }}
    where is_deleted

),

people_by_address as (

    select linked.identifier, min(people.person_key) as person_key
    from {{ ref('int_identifiers_linked') }} as linked
    inner join {{ ref('int_people_identified') }} as people
        on linked.record_type = people.record_type
        and linked.record_key = people.record_key
    group by linked.identifier

),

types as (

    select touch_type, min(channel) as channel
    from {{ ref('touch_types') }}
    group by touch_type

),

records_resolved as (

    select
        records.touchpoint_key,
        records.source_system,
        case when leads.fate is null then records.lead_key else leads.survivor_key end as lead_key,
        case when contacts.fate is null then records.contact_key else contacts.survivor_key end as contact_key,
        people_by_address.person_key as address_person_key,
        coalesce(records.lead_key, records.contact_key, records.email) is null as has_nobody,
        records.email,
        records.campaign_key,
        case when records.touch_type_raw is null then 'other' else coalesce(labels.value, 'unmapped') end as touch_type,
        case when records.channel_raw is not null then coalesce(channels.value, 'unmapped') end as channel,
        types.channel as channel_of_type,
        records.utm_source,
        records.utm_medium,
        records.utm_campaign,
        records.is_deleted,
        campaigns_deleted.campaign_key is not null as is_campaign_deleted,
        records.touched_precision,
        records.touched_at,
        sources.as_of_at
    from records
    inner join sources on records.source_system = sources.source_system
    left join campaigns_deleted on records.campaign_key = campaigns_deleted.campaign_key
    left join survived as leads on records.lead_key = leads.record_key and leads.record_type = 'lead'
    left join survived as contacts on records.contact_key = contacts.record_key and contacts.record_type = 'contact'
    left join people_by_address
        on records.source_system || ' ' || lower(trim(records.email)) = people_by_address.identifier
    left join {{ ref('int_labels_mapped') }} as labels
        on records.source_system = labels.source_system
        and records.touch_type_raw = labels.raw_value
        and labels.field = 'touch_type'
    left join {{ ref('int_labels_mapped') }} as channels
        on records.source_system = channels.source_system
        and records.channel_raw = channels.raw_value
        and channels.field = 'touch_channel'
    left join types on labels.value = types.touch_type

)

select
    touchpoint_key,
    source_system,
    lead_key,
    contact_key,
    address_person_key,
    campaign_key,
    touch_type,
    channel,
    channel_of_type,
    utm_source,
    utm_medium,
    utm_campaign,
    coalesce(touched_precision, 'second') as precision,
    touched_at,
    case
        when is_deleted then 'deleted'
        when is_campaign_deleted then 'campaign_deleted'
        when touched_at is null then 'no_time'
        when has_nobody then 'no_person'
        when lead_key is null and contact_key is null and address_person_key is null and email is null then 'person_gone'
        when touched_at > as_of_at then 'happened_after_as_of'
    end as left_out_reason
from records_resolved
