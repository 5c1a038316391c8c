-- One row per person who was qualified or bought, itself or an account of one of its contacts: since when it is a customer,
-- and the last time of each. Bought elsewhere: an opportunity was lost and the competitor was named.
-- Company names that are equal prove nothing.
with decided as (

    select
        progressed.opportunity_key,
        progressed.account_key,
        case when progressed.is_won then progressed.closed_at end as won_at,
        case when progressed.is_lost and opportunities.competitor is not null then progressed.closed_at end as lost_at
    from {{ ref('int_opportunities_progressed') }} as progressed
    inner join {{ ref('int_opportunities_wound_back') }} as opportunities
        on progressed.opportunity_key = opportunities.opportunity_key
    where progressed.is_counted and progressed.is_closed

),

people as (

    select record_key as contact_key, person_key
    from {{ ref('int_people_identified') }}
    where record_type = 'contact'

),

by_role as (

    select
        people.person_key,
        min(decided.won_at) as first_won_at,
        max(decided.won_at) as last_won_at,
        max(decided.lost_at) as last_lost_at
    from {{ ref('int_contact_roles_unioned') }} as roles
    inner join decided on roles.opportunity_key = decided.opportunity_key
    inner join people on roles.contact_key = people.contact_key
    inner join {{ ref('int_sources_as_of') }} as sources on roles.source_system = sources.source_system
    where not roles.is_deleted and coalesce(roles.created_at <= sources.as_of_at, true)
    group by people.person_key

),

qualified as (

    select deduplicated.person_key, rolled_up.account_key, rolled_up.qualified_at
    from {{ ref('int_leads_rolled_up') }} as rolled_up
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated on rolled_up.lead_key = deduplicated.lead_key
    where rolled_up.qualified_at is not null and not deduplicated.is_test

),

of_accounts as (

    select account_key, won_at, lost_at, cast(null as timestamp) as qualified_at
    from decided
    union all
    select account_key, cast(null as timestamp) as won_at, cast(null as timestamp) as lost_at, qualified_at
    from qualified

),

by_account as (

    select
        account_key,
        min(won_at) as first_won_at,
        max(won_at) as last_won_at,
        max(lost_at) as last_lost_at,
        max(qualified_at) as last_qualified_at
    from of_accounts
    where account_key is not null
    group by account_key

),

survived as (

    select record_type, record_key, survivor_key, fate
    from {{ ref('int_records_survived') }}
    where survivor_key is not null

),

recognised as (

    select person_key, first_won_at, last_won_at, last_lost_at, cast(null as timestamp) as last_qualified_at
    from by_role
    union all
    select
        people.person_key,
        by_account.first_won_at,
        by_account.last_won_at,
        by_account.last_lost_at,
        by_account.last_qualified_at
    from {{ ref('int_contacts_unioned') }} as contacts
    inner join people on contacts.contact_key = people.contact_key
    inner join {{ ref('int_sources_as_of') }} as sources
        on contacts.source_system = sources.source_system and coalesce(contacts.created_at <= sources.as_of_at, true)
    -- A contact that was merged away has left its account.
    inner join survived as kept
        on contacts.contact_key = kept.record_key
        and kept.record_type = 'contact'
        and kept.fate = 'kept'
    left join survived as accounts on contacts.account_key = accounts.record_key and accounts.record_type = 'account'
    inner join by_account on coalesce(accounts.survivor_key, contacts.account_key) = by_account.account_key
    union all
    select
        person_key,
        cast(null as timestamp) as first_won_at,
        cast(null as timestamp) as last_won_at,
        cast(null as timestamp) as last_lost_at,
        qualified_at as last_qualified_at
    from qualified

)

select
    person_key,
    min(first_won_at) as first_won_at,
    max(last_won_at) as last_won_at,
    max(last_lost_at) as last_bought_elsewhere_at,
    max(last_qualified_at) as last_qualified_at
from recognised
group by person_key
