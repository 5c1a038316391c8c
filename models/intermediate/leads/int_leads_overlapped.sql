-- One row per lead and earlier lead of the same person that was open when it came. Test leads make no duplicates.
-- A closed lead whose time of closing is unknown makes none either.
with leads as (

    select
        leads.lead_key,
        leads.lead_id,
        leads.created_at,
        labelled.is_test,
        people.person_key
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_people_identified') }} as people
        on leads.lead_key = people.record_key and people.record_type = 'lead'

),

leads_together as (

    select *, count(*) over (partition by person_key) as leads_of_person
    from leads

),

candidates as (

    select * from leads_together where leads_of_person > 1

),

pairs as (

    select
        later.person_key,
        later.lead_key,
        later.created_at,
        earlier.lead_key as earlier_lead_key
    from candidates as later
    inner join candidates as earlier
        on later.person_key = earlier.person_key
        and (
            earlier.created_at < later.created_at
            or (earlier.created_at = later.created_at and earlier.lead_id < later.lead_id)
        )
    where not earlier.is_test

)

select pairs.person_key, pairs.lead_key, pairs.earlier_lead_key
from pairs
left join {{ ref('int_lead_closings') }} as closings on pairs.earlier_lead_key = closings.lead_key
group by pairs.person_key, pairs.lead_key, pairs.earlier_lead_key
having not coalesce(bool_or(
    closings.closed_from is null and closings.lead_key is not null
    or closings.closed_from <= pairs.created_at
    and (closings.closed_until > pairs.created_at or closings.closed_until is null)
), false)
