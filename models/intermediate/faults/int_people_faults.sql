-- One row per source system with e-mail addresses that many leads of different names or companies carry, with those leads.
-- Nobody listed such an address as shared, so that all of them count as one person: duplicates of each other.
with addresses as (

    select
        linked.identifier,
        leads.source_system,
        count(*) as leads,
        count(distinct lower(coalesce(leads.first_name, '') || ' ' || coalesce(leads.last_name, ''))) as names,
        count(distinct lower(leads.company)) as companies
    from {{ ref('int_identifiers_linked') }} as linked
    inner join {{ ref('int_leads_unioned') }} as leads
        on linked.record_key = leads.lead_key
        and linked.record_type = 'lead'
        and linked.identifier = leads.source_system || ' ' || lower(trim(leads.email))
    group by linked.identifier, leads.source_system

)

select
    source_system,
    'address_perhaps_shared' as fault,
    'fct_leads' as table_name,
    'Leads with one of ' || cast(count(*) as varchar) || ' e-mail addresses that {{ var("shared_address_leads") }} or more leads'
    || ' of different names or companies carry: they count as one person. List an address that is shared in shared_addresses.'
        as description,
    cast(sum(leads) as integer) as rows
from addresses
where leads >= {{ var('shared_address_leads') }} and greatest(names, companies) * 2 >= leads
group by source_system
