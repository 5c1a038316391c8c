-- One row per opportunity and touch within its window: by which person and way. A touch that several ways lead to
-- counts once, by the strongest. Influence: touches of unconverted leads on the account, of people not on the opportunity.
with touches as (

    select touchpoint_key, person_key, contact_person_key, lead_key, touched_at from {{ ref('int_touches_identified') }}

),

windows as (

    select opportunity_key, account_key, starts_at, ends_at, is_end_excluded from {{ ref('int_opportunity_touch_windows') }}

),

people as (

    select
        opportunity_key,
        person_key,
        way,
        case way when 'converted_lead' then 10 when 'contact_role' then 20 else 30 end as way_order
    from {{ ref('int_opportunity_people') }}

),

touches_of_people as (

    select touchpoint_key, person_key, touched_at, 0 as is_second_person from touches where person_key is not null
    union all
    select touchpoint_key, contact_person_key as person_key, touched_at, 1 as is_second_person
    from touches
    where contact_person_key is not null

),

leads_unconverted as (

    select rolled_up.lead_key, people_of_leads.person_key, rolled_up.account_key
    from {{ ref('int_leads_rolled_up') }} as rolled_up
    inner join {{ ref('int_people_identified') }} as people_of_leads
        on rolled_up.lead_key = people_of_leads.record_key
        and people_of_leads.record_type = 'lead'
    where not rolled_up.is_converted

),

accounts_of_leads as (

    select lead_key, person_key, account_key from leads_unconverted where account_key is not null
    union
    select leads_unconverted.lead_key, leads_unconverted.person_key, accounts.account_key
    from leads_unconverted
    inner join {{ ref('int_touch_accounts_peopled') }} as accounts on leads_unconverted.person_key = accounts.person_key

),

influences as (

    select
        windows.opportunity_key,
        touches.touchpoint_key,
        accounts_of_leads.person_key,
        touches.touched_at,
        'influence' as way,
        40 as way_order
    from accounts_of_leads
    inner join touches on accounts_of_leads.lead_key = touches.lead_key
    inner join windows on accounts_of_leads.account_key = windows.account_key
    left join people
        on windows.opportunity_key = people.opportunity_key
        and accounts_of_leads.person_key = people.person_key
    where people.person_key is null

),

linked as (

    select
        people.opportunity_key,
        touches_of_people.touchpoint_key,
        people.person_key,
        touches_of_people.touched_at,
        people.way,
        people.way_order + touches_of_people.is_second_person as way_order
    from people
    inner join touches_of_people on people.person_key = touches_of_people.person_key
    union all
    select opportunity_key, touchpoint_key, person_key, touched_at, way, way_order
    from influences

)

select
    linked.opportunity_key,
    linked.touchpoint_key,
    min_by(linked.person_key, linked.way_order) as person_key,
    min_by(linked.way, linked.way_order) as way
from linked
inner join windows on linked.opportunity_key = windows.opportunity_key
where linked.touched_at >= windows.starts_at
    and (linked.touched_at < windows.ends_at or (linked.touched_at = windows.ends_at and not windows.is_end_excluded))
group by linked.opportunity_key, linked.touchpoint_key
