-- One row per lead and activity that counts for it: its own (merged records' are its own), from its creation on those
-- of the contact it became, and for a root those of its duplicates. One activity may count for several leads.
with activities as (

    select
        activity_key,
        lead_key,
        contact_key,
        is_attempt,
        is_automated and direction = 'outbound' and is_completed as is_acknowledgement,
        is_completed,
        precision,
        due_date,
        happened_at,
        coalesce(happened_at, created_at) as noted_at
    from {{ ref('int_activities_classified') }}
    where is_completed or due_date is not null

),

leads as (

    select
        converted.lead_key,
        converted.contact_key,
        leads.created_at
    from {{ ref('int_leads_converted') }} as converted
    inner join {{ ref('int_leads_survived') }} as leads on converted.lead_key = leads.lead_key

),

leads_with_contact as (

    select
        lead_key,
        contact_key,
        created_at,
        {{ start_of_local_day(to_local_date('created_at')) }} as created_day_at
    from leads
    where contact_key is not null

),

own as (

    select
        leads.lead_key,
        activities.activity_key,
        activities.is_attempt,
        activities.is_acknowledgement,
        activities.is_completed,
        activities.precision,
        activities.due_date,
        activities.happened_at
    from activities
    inner join leads on activities.lead_key = leads.lead_key
    union all
    select
        leads_with_contact.lead_key,
        activities.activity_key,
        activities.is_attempt,
        activities.is_acknowledgement,
        activities.is_completed,
        activities.precision,
        activities.due_date,
        activities.happened_at
    from activities
    inner join leads_with_contact on activities.contact_key = leads_with_contact.contact_key
    where coalesce(activities.lead_key, '') <> leads_with_contact.lead_key
        and activities.noted_at
        >= case when activities.precision = 'day' then leads_with_contact.created_day_at else leads_with_contact.created_at end

),

duplicates as (

    select lead_key, duplicate_of_lead_key as root_key
    from {{ ref('int_leads_deduplicated') }}
    where is_duplicate

),

handed_on as (

    select distinct
        duplicates.root_key as lead_key,
        own.activity_key,
        own.is_attempt,
        own.is_acknowledgement,
        own.is_completed,
        own.precision,
        own.due_date,
        own.happened_at
    from own
    inner join duplicates on own.lead_key = duplicates.lead_key

)

select * from own
union all
select handed_on.*
from handed_on
left join own
    on handed_on.lead_key = own.lead_key
    and handed_on.activity_key = own.activity_key
where own.activity_key is null
