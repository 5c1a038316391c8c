-- One row per source, table of the pipeline facts and reason for which landed records have no row there.
with left_out as (

    select source_system, 'fct_activities' as table_name, left_out_reason
    from {{ ref('int_activities_timed') }}
    union all
    select source_system, 'fct_campaign_members' as table_name, left_out_reason
    from {{ ref('int_campaign_members_screened') }}
    union all
    select
        opportunities.source_system,
        'fct_opportunities' as table_name,
        case
            when progressed.opportunity_key is null then 'created_after_as_of'
            when progressed.is_deleted then 'deleted'
        end as left_out_reason
    from {{ ref('int_opportunities_unioned') }} as opportunities
    left join {{ ref('int_opportunities_progressed') }} as progressed
        on opportunities.opportunity_key = progressed.opportunity_key

)

select source_system, table_name, left_out_reason, count(*) as occurrences
from left_out
where left_out_reason is not null
group by source_system, table_name, left_out_reason
