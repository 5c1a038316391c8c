-- One row per surviving lead: its person, whether it is a duplicate, of which lead, and whether it counts.
-- Only a lead that counts makes duplicates, so a person's leads are walked in the order in which they came.
with recursive leads as (

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

overlapped as (

    select person_key, lead_key, earlier_lead_key from {{ ref('int_leads_overlapped') }}

),

people_overlapped as (

    select distinct person_key from overlapped

),

-- Test leads neither count nor make duplicates; they are looked at last.
leads_numbered as (

    select
        leads.person_key,
        leads.lead_key,
        row_number() over (partition by leads.person_key order by leads.created_at, leads.lead_id) as lead_number
    from leads
    inner join people_overlapped on leads.person_key = people_overlapped.person_key
    where not leads.is_test

),

-- Each step keeps the person's leads that count so far and adds the next one if none of them was open when it came.
walked as (

    select person_key, lead_number as step, lead_key as counted_key
    from leads_numbered
    where lead_number = 1
    union all
    (
        select walked.person_key, leads_numbered.lead_number as step, walked.counted_key
        from walked
        inner join leads_numbered
            on walked.person_key = leads_numbered.person_key
            and walked.step + 1 = leads_numbered.lead_number
        union all
        select walked.person_key, leads_numbered.lead_number as step, leads_numbered.lead_key as counted_key
        from walked
        inner join leads_numbered
            on walked.person_key = leads_numbered.person_key
            and walked.step + 1 = leads_numbered.lead_number
        left join overlapped
            on leads_numbered.lead_key = overlapped.lead_key
            and walked.counted_key = overlapped.earlier_lead_key
        group by walked.person_key, leads_numbered.lead_number, leads_numbered.lead_key
        having count(overlapped.lead_key) = 0
    )

),

counted as (

    select distinct counted_key from walked

),

duplicates as (

    select overlapped.lead_key, overlapped.earlier_lead_key as root_key
    from overlapped
    inner join counted on overlapped.earlier_lead_key = counted.counted_key
    inner join leads as roots on overlapped.earlier_lead_key = roots.lead_key
    qualify row_number() over (partition by overlapped.lead_key order by roots.created_at, roots.lead_id) = 1

)

select
    leads.lead_key,
    leads.person_key,
    duplicates.root_key as duplicate_of_lead_key,
    leads.is_test,
    duplicates.root_key is not null as is_duplicate,
    duplicates.root_key is null and not leads.is_test as is_counted
from leads
left join duplicates on leads.lead_key = duplicates.lead_key
