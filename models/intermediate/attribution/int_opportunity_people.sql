-- One row per opportunity in the facts and person on it, with the strongest way in: a lead that became the opportunity,
-- a contact role (added later, too), and only where that yields nobody, the contacts of the account.
with opportunities as (

    select opportunity_key, account_key
    from {{ ref('int_opportunities_progressed') }}
    where not is_deleted

),

people as (

    select record_type, record_key, person_key from {{ ref('int_people_identified') }}

),

leads as (

    select opportunity_key, lead_key from {{ ref('int_leads_converted') }} where opportunity_key is not null
    union
    -- Several opportunities may name one lead.
    select opportunity_key, lead_key from {{ ref('int_opportunity_leads_linked') }}

),

roles_exported as (

    select distinct source_system
    from {{ ref('int_objects_exported') }}
    where subject = 'contact_roles' and is_exported

),

contacts as (

    select roles.opportunity_key, roles.contact_key
    from {{ ref('int_contact_roles_unioned') }} as roles
    inner join {{ ref('int_sources_as_of') }} as sources on roles.source_system = sources.source_system
    where not roles.is_deleted and coalesce(roles.created_at <= sources.as_of_at, true)
    union
    -- Where no roles were exported, the opportunity itself tells its primary one.
    select opportunities.opportunity_key, opportunities.contact_key
    from {{ ref('int_opportunities_unioned') }} as opportunities
    left join roles_exported on opportunities.source_system = roles_exported.source_system
    where opportunities.contact_key is not null and roles_exported.source_system is null

),

named as (

    select leads.opportunity_key, people.person_key, 'converted_lead' as way, 1 as way_order
    from leads
    inner join people on leads.lead_key = people.record_key and people.record_type = 'lead'
    union all
    select contacts.opportunity_key, people.person_key, 'contact_role' as way, 2 as way_order
    from contacts
    inner join people on contacts.contact_key = people.record_key and people.record_type = 'contact'

),

named_once as (

    select named.opportunity_key, named.person_key, min_by(named.way, named.way_order) as way
    from named
    inner join opportunities on named.opportunity_key = opportunities.opportunity_key
    group by named.opportunity_key, named.person_key

),

opportunities_without_people as (

    select opportunities.opportunity_key, opportunities.account_key
    from opportunities
    left join (select distinct opportunity_key from named_once) as filled
        on opportunities.opportunity_key = filled.opportunity_key
    where filled.opportunity_key is null and opportunities.account_key is not null

)

select opportunity_key, person_key, way
from named_once
union all
select distinct opportunities_without_people.opportunity_key, accounts.person_key, 'account' as way
from opportunities_without_people
inner join {{ ref('int_touch_accounts_peopled') }} as accounts
    on opportunities_without_people.account_key = accounts.account_key
