-- One row per activity of a contact that was once a lead: that lead, if it was there by then; of several the newest.
-- On conversion the system moves a lead's activities to the contact, and the lead would lose them.
with activities as (

    select activity_key, contact_key, precision, coalesce(happened_at, created_at) as noted_at
    from {{ ref('int_activities_classified') }}
    where lead_key is null and contact_key is not null

),

leads as (

    select
        converted.lead_key,
        converted.contact_key,
        survived.created_at,
        {{ start_of_local_day(to_local_date('survived.created_at')) }} as created_day_at
    from {{ ref('int_leads_converted') }} as converted
    inner join {{ ref('int_leads_survived') }} as survived on converted.lead_key = survived.lead_key
    where converted.contact_key is not null

)

select activities.activity_key, leads.lead_key
from activities
inner join leads
    on activities.contact_key = leads.contact_key
    and activities.noted_at >= case when activities.precision = 'day' then leads.created_day_at else leads.created_at end
qualify row_number() over (
    partition by activities.activity_key order by leads.created_at desc, leads.lead_key desc
) = 1
