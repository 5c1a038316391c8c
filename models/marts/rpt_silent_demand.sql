-- One row per person with a touch in the last silent_demand_days and neither an open lead nor an open opportunity.
-- A list to work through; nothing to sum. Keys only: who it is stands in dim_people.
with sources as (

    select source_system, as_of_at from {{ ref('int_sources_as_of') }}

),

touches as (

    select touches.*
    from {{ ref('fct_touchpoints') }} as touches
    inner join sources on touches.source_system = sources.source_system
    where touches.person_key is not null
        and touches.touched_at > {{ add_seconds('sources.as_of_at', var('silent_demand_days') ~ ' * -86400') }}

),

people_touched as (

    select person_key, count(*) as touches
    from touches
    group by person_key

),

last_touches as (

    select * from touches
    qualify row_number() over (partition by person_key order by touched_at desc, touchpoint_key desc) = 1

),

people_led as (

    select person_key, bool_or(is_open) as has_open_lead, max(case when is_counted then closed_at end) as closed_at
    from {{ ref('fct_leads') }}
    group by person_key

),

people_selling as (

    select
        people.person_key,
        bool_or(not opportunities.is_closed) as has_open_opportunity,
        bool_or(opportunities.is_won) as is_customer,
        max(opportunities.closed_at) as closed_at
    from {{ ref('int_opportunity_people') }} as people
    inner join {{ ref('fct_opportunities') }} as opportunities on people.opportunity_key = opportunities.opportunity_key
    group by people.person_key

),

accounts as (

    select person_key, min(account_key) as account_key
    from {{ ref('int_touch_accounts_peopled') }}
    group by person_key

),

accounts_selling as (

    select distinct account_key
    from {{ ref('fct_opportunities') }}
    where not is_closed and account_key is not null

)

select
    last_touches.person_key,
    last_touches.source_system,
    last_touches.touchpoint_key as last_touchpoint_key,
    last_touches.campaign_key as last_campaign_key,
    accounts.account_key,
    last_touches.channel as last_channel,
    cast(people_touched.touches as integer) as touches,
    coalesce(people_selling.is_customer, false) as is_customer,
    accounts_selling.account_key is not null as has_open_opportunity_on_account,
    -- Since nobody works on the person any more; a touch before that may have been answered.
    coalesce(last_touches.touched_at > greatest(people_led.closed_at, people_selling.closed_at), true) as is_since_closing,
    last_touches.touched_at as last_touched_at
from last_touches
inner join people_touched on last_touches.person_key = people_touched.person_key
left join people_led on last_touches.person_key = people_led.person_key
left join people_selling on last_touches.person_key = people_selling.person_key
left join accounts on last_touches.person_key = accounts.person_key
left join accounts_selling on accounts.account_key = accounts_selling.account_key
where not coalesce(people_led.has_open_lead, false)
    and not coalesce(people_selling.has_open_opportunity, false)
