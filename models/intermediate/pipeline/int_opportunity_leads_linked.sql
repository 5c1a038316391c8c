-- One row per opportunity that began with a lead: that lead, and when the earliest of its merged records was created.
with converted as (

    select opportunity_key, lead_key
    from {{ ref('int_leads_converted') }}
    where is_opportunity_lead and opportunity_key is not null

),

survivors as (

    select record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where record_type = 'lead'

),

named as (

    select opportunities.opportunity_key, coalesce(survivors.survivor_key, opportunities.lead_key) as lead_key
    from {{ ref('int_opportunities_wound_back') }} as opportunities
    left join survivors on opportunities.lead_key = survivors.record_key
    where opportunities.lead_key is not null

),

linked as (

    select
        coalesce(converted.opportunity_key, named.opportunity_key) as opportunity_key,
        coalesce(converted.lead_key, named.lead_key) as lead_key
    from converted
    full join named on converted.opportunity_key = named.opportunity_key

),

leads_created as (

    select coalesce(survivors.survivor_key, leads.lead_key) as lead_key, min(leads.created_at) as created_at
    from {{ ref('int_leads_unioned') }} as leads
    left join survivors on leads.lead_key = survivors.record_key
    group by coalesce(survivors.survivor_key, leads.lead_key)

)

select
    linked.opportunity_key,
    linked.lead_key,
    leads_created.created_at as lead_created_at
from linked
left join leads_created on linked.lead_key = leads_created.lead_key
