-- One row per surviving lead of a person who has several, numbered in the order in which they came, with the time
-- since when it is closed for good (null: open today). Closed at an unknown time is as good as closed before.
with last_closings as (

    select lead_key, min(closed_from) as closed_for_good_at
    from {{ ref('int_lead_closings') }}
    where is_last
    group by lead_key

),

leads as (

    select
        leads.lead_key,
        leads.lead_id,
        leads.created_at,
        labelled.is_test,
        people.person_key,
        count(*) over (partition by people.person_key) as leads_of_person
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_people_identified') }} as people
        on leads.lead_key = people.record_key and people.record_type = 'lead'

)

select
    leads.person_key,
    leads.lead_key,
    row_number() over (partition by leads.person_key order by leads.created_at, leads.lead_id) as lead_number,
    leads.is_test,
    leads.created_at,
    last_closings.closed_for_good_at
from leads
left join last_closings on leads.lead_key = last_closings.lead_key
where leads.leads_of_person > 1
