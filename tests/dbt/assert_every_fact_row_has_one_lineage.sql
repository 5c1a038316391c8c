-- Fails with each lead, opportunity and activity in the facts whose line is not told, or that is told and not there.
-- That none is told twice is tested beside the table.
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
where facts.record_key is null or told.record_key is null
