-- One row per surviving lead with an open task or event that has a date: the next one planned, else the last one missed.
with plans as (

    select activities.lead_key, activities.due_date, activities.due_date >= leads.as_of_date as is_ahead
    from {{ ref('int_lead_activities_attributed') }} as activities
    inner join {{ ref('int_leads_survived') }} as leads on activities.lead_key = leads.lead_key
    where not activities.is_completed and activities.due_date is not null

)

select
    lead_key,
    coalesce(min(case when is_ahead then due_date end), max(case when not is_ahead then due_date end)) as follow_up_date
from plans
group by lead_key
