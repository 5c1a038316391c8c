-- Fails with each lead, opportunity and activity in the facts whose line is not told once, or that is told and not there.
with facts as (

    select 'lead' as entity, lead_key as record_key from {{ ref('fct_leads') }}
    union all
    select 'opportunity' as entity, opportunity_key as record_key from {{ ref('fct_opportunities') }}
    union all
    select 'activity' as entity, activity_key as record_key from {{ ref('fct_activities') }}

),

told as (

    select entity, record_key
    from {{ ref('meta_lineage') }}
    where fate = 'published'

)

select
    coalesce(facts.entity, told.entity) as entity,
    coalesce(facts.record_key, told.record_key) as record_key
from facts
full join told on facts.entity = told.entity and facts.record_key = told.record_key
group by 1, 2
having count(*) <> 1 or count(facts.record_key) <> 1 or count(told.record_key) <> 1
