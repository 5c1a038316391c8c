-- One row per landed lead, opportunity and activity in its newest version: where it stands and what became of it.
-- Do not count it as leads or deals: records that are in no fact have a row too, with the reason as their fate.
with leads as (

    select
        leads.lead_key as record_key,
        'lead' as entity,
        leads.source_system,
        leads.source_object,
        leads.lead_id as record_id,
        leads.load_id,
        leads.source_file,
        leads.source_row,
        leads.created_at,
        fated.fate,
        fated.survivor_key
    from {{ ref('int_leads_unioned') }} as leads
    inner join {{ ref('int_leads_fated') }} as fated on leads.lead_key = fated.lead_key

),

opportunities as (

    select
        opportunities.opportunity_key as record_key,
        'opportunity' as entity,
        opportunities.source_system,
        opportunities.source_object,
        opportunities.opportunity_id as record_id,
        opportunities.load_id,
        opportunities.source_file,
        opportunities.source_row,
        opportunities.created_at,
        case
            when progressed.opportunity_key is null then 'created_after_as_of'
            when progressed.is_deleted then 'deleted'
            else 'published'
        end as fate,
        cast(null as varchar) as survivor_key
    from {{ ref('int_opportunities_unioned') }} as opportunities
    left join {{ ref('int_opportunities_progressed') }} as progressed
        on opportunities.opportunity_key = progressed.opportunity_key

),

activities as (

    select
        activities.activity_key as record_key,
        'activity' as entity,
        activities.source_system,
        case activities.object_name when 'task' then 'Task' when 'event' then 'Event' else 'activities' end as source_object,
        substr(activities.activity_key, length(activities.source_system) + 2) as record_id,
        activities.load_id,
        activities.source_file,
        activities.source_row,
        activities.created_at,
        coalesce(activities.left_out_reason, 'published') as fate,
        cast(null as varchar) as survivor_key
    from {{ ref('int_activities_timed') }} as activities

),

landed as (

    select * from leads
    union all
    select * from opportunities
    union all
    select * from activities

)

select
    record_key,
    entity,
    source_system,
    source_object,
    record_id,
    load_id,
    source_file,
    survivor_key,
    fate,
    source_row,
    created_at
from landed
