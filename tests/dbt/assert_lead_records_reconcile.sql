-- Every lead record of the exports has exactly one fate, and those that are kept and were there at as_of_at are the facts.
with records as (

    select source_system, count(*) as records
    from {{ ref('int_leads_unioned') }}
    group by source_system

),

fates as (

    select
        leads.source_system,
        count(*) as fates,
        sum(case when survived.fate = 'kept' then 1 else 0 end) as kept
    from {{ ref('int_leads_unioned') }} as leads
    inner join {{ ref('int_records_survived') }} as survived
        on leads.lead_key = survived.record_key and survived.record_type = 'lead'
    group by leads.source_system

),

facts as (

    select source_system, count(*) as facts, count(distinct lead_key) as leads
    from {{ ref('fct_leads') }}
    group by source_system

)

select records.source_system, records.records, fates.fates, fates.kept, facts.facts
from records
left join fates on records.source_system = fates.source_system
left join facts on records.source_system = facts.source_system
where records.records <> coalesce(fates.fates, 0)
    or coalesce(facts.facts, 0) <> coalesce(facts.leads, 0)
    {%- if not var('as_of') %}
    or coalesce(fates.kept, 0) <> coalesce(facts.facts, 0)
    {%- endif %}
