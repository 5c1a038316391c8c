-- One row per person with several leads and lead of it that counts: the first one, and each that came while all
-- that count before it were closed. Duplicates do not count, so this is walked from one such lead to the next;
-- a pair of every two leads would be a billion rows where thousands share an address that nobody listed.
with recursive closings as (

    select lead_key, closed_from, closed_until
    from {{ ref('int_lead_closings') }}

),

leads as (

    select person_key, lead_key, lead_number, created_at, closed_for_good_at
    from {{ ref('int_leads_queued') }}
    where not is_test

),

firsts as (

    select person_key, min(lead_number) as lead_number
    from leads
    group by person_key

),

walked as (

    select
        leads.person_key,
        leads.lead_key as root_key,
        leads.lead_number as newest_number,
        leads.closed_for_good_at
    from firsts
    inner join leads on firsts.person_key = leads.person_key and firsts.lead_number = leads.lead_number
    union all
    (
        with leads_free as (
            select walked.person_key, leads.lead_number
            from walked
            inner join leads
                on walked.person_key = leads.person_key
                and walked.newest_number < leads.lead_number
            left join closings
                on walked.root_key = closings.lead_key
                and leads.created_at >= closings.closed_from
                and leads.created_at < closings.closed_until
            group by walked.person_key, leads.lead_number
            having count(*) = count(closings.lead_key)
        ),

        leads_next as (
            select leads.person_key, leads.lead_key, leads.lead_number, leads.created_at, leads.closed_for_good_at
            from (select person_key, min(lead_number) as lead_number from leads_free group by person_key) as nearest
            inner join leads
                on nearest.person_key = leads.person_key
                and nearest.lead_number = leads.lead_number
        )

        -- One that is closed for good by then has nothing to say any more.
        select walked.person_key, walked.root_key, leads_next.lead_number as newest_number, walked.closed_for_good_at
        from walked
        inner join leads_next on walked.person_key = leads_next.person_key
        where walked.closed_for_good_at is null or walked.closed_for_good_at > leads_next.created_at
        union all
        select person_key, lead_key as root_key, lead_number as newest_number, closed_for_good_at
        from leads_next
    )

)

select distinct walked.person_key, walked.root_key, leads.lead_number
from walked
inner join leads on walked.root_key = leads.lead_key
