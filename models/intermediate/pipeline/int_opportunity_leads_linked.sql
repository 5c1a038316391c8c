-- One row per opportunity that began with a lead: that lead, and when it was created.
-- An opportunity that names a lead of which the data knows nothing keeps the key; one that is gone is none.
with converted as (

    select opportunity_key, lead_key
    from {{ ref('int_leads_converted') }}
    where is_opportunity_lead

),

named as (

    select
        opportunities.opportunity_key,
        case when survived.record_key is null then opportunities.lead_key else survived.survivor_key end as lead_key
    from {{ ref('int_opportunities_wound_back') }} as opportunities
    left join {{ ref('int_records_survived') }} as survived
        on opportunities.lead_key = survived.record_key and survived.record_type = 'lead'
    where opportunities.lead_key is not null

),

linked as (

    select
        coalesce(converted.opportunity_key, named.opportunity_key) as opportunity_key,
        coalesce(converted.lead_key, named.lead_key) as lead_key
    from converted
    full join named on converted.opportunity_key = named.opportunity_key

)

select
    linked.opportunity_key,
    split_part(linked.opportunity_key, ':', 1) as source_system,
    linked.lead_key,
    leads.created_at as lead_created_at
from linked
left join {{ ref('int_leads_survived') }} as leads on linked.lead_key = leads.lead_key
