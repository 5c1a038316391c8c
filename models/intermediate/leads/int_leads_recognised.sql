-- One row per person with a won opportunity, by contact role or on the account of one of its contacts: the first win.
-- Company names that are equal prove nothing.
with survived as (

    select record_type, record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where survivor_key is not null

),

wins as (

    select opportunity_key, account_key, closed_at
    from {{ ref('int_opportunities_progressed') }}
    where is_won and not is_deleted and closed_at is not null

),

people as (

    select record_key as contact_key, person_key
    from {{ ref('int_people_identified') }}
    where record_type = 'contact'

),

role_wins as (

    select people.person_key, wins.closed_at
    from {{ ref('int_contact_roles_unioned') }} as roles
    inner join wins on roles.opportunity_key = wins.opportunity_key
    inner join people on roles.contact_key = people.contact_key
    where not roles.is_deleted

),

account_wins as (

    select coalesce(survived.survivor_key, wins.account_key) as account_key, min(wins.closed_at) as closed_at
    from wins
    left join survived on wins.account_key = survived.record_key and survived.record_type = 'account'
    where wins.account_key is not null
    group by coalesce(survived.survivor_key, wins.account_key)

),

contact_accounts as (

    select people.person_key, coalesce(survived.survivor_key, contacts.account_key) as account_key
    from {{ ref('int_contacts_unioned') }} as contacts
    inner join people on contacts.contact_key = people.contact_key
    left join survived on contacts.account_key = survived.record_key and survived.record_type = 'account'

),

person_wins as (

    select person_key, closed_at from role_wins
    union all
    select contact_accounts.person_key, account_wins.closed_at
    from contact_accounts
    inner join account_wins on contact_accounts.account_key = account_wins.account_key

)

select person_key, min(closed_at) as first_won_at
from person_wins
group by person_key
