-- One row per rejected lead whose person or account bought later, here or elsewhere: the opportunity by which it did, which
-- closed at the time that int_leads_rejected tells. Of several that closed at that instant the smallest key.
with rejected as (

    select rejected.lead_key, deduplicated.person_key, rejected.later_outcome, rejected.later_outcome_at
    from {{ ref('int_leads_rejected') }} as rejected
    inner join {{ ref('int_leads_deduplicated') }} as deduplicated on rejected.lead_key = deduplicated.lead_key
    where rejected.later_outcome in ('bought', 'bought_elsewhere')

),

contacts as (

    select rejected.lead_key, rejected.later_outcome, rejected.later_outcome_at, people.record_key as contact_key
    from rejected
    inner join {{ ref('int_people_identified') }} as people
        on rejected.person_key = people.person_key and people.record_type = 'contact'

),

deals as (

    select
        progressed.opportunity_key,
        progressed.account_key,
        progressed.closed_at,
        case when progressed.is_won then 'bought' else 'bought_elsewhere' end as outcome
    from {{ ref('int_opportunities_progressed') }} as progressed
    inner join {{ ref('int_opportunities_wound_back') }} as opportunities
        on progressed.opportunity_key = opportunities.opportunity_key
    where progressed.is_counted
        and (progressed.is_won or (progressed.is_lost and opportunities.competitor is not null))

),

survived as (

    select record_type, record_key, survivor_key, fate
    from {{ ref('int_records_survived') }}
    where survivor_key is not null

),

found as (

    select contacts.lead_key, deals.opportunity_key
    from contacts
    inner join {{ ref('int_contact_roles_unioned') }} as roles
        on contacts.contact_key = roles.contact_key and not roles.is_deleted
    inner join {{ ref('int_sources_as_of') }} as sources
        on roles.source_system = sources.source_system and coalesce(roles.created_at <= sources.as_of_at, true)
    inner join deals
        on roles.opportunity_key = deals.opportunity_key
        and contacts.later_outcome = deals.outcome
        and contacts.later_outcome_at = deals.closed_at
    union all
    select contacts.lead_key, deals.opportunity_key
    from contacts
    inner join {{ ref('int_contacts_unioned') }} as unioned on contacts.contact_key = unioned.contact_key
    inner join {{ ref('int_sources_as_of') }} as sources
        on unioned.source_system = sources.source_system and coalesce(unioned.created_at <= sources.as_of_at, true)
    -- As in int_leads_recognised: a contact that was merged away has left its account.
    inner join survived as kept
        on contacts.contact_key = kept.record_key and kept.record_type = 'contact' and kept.fate = 'kept'
    left join survived as accounts on unioned.account_key = accounts.record_key and accounts.record_type = 'account'
    inner join deals
        on coalesce(accounts.survivor_key, unioned.account_key) = deals.account_key
        and contacts.later_outcome = deals.outcome
        and contacts.later_outcome_at = deals.closed_at

)

select lead_key, min(opportunity_key) as opportunity_key
from found
group by lead_key
