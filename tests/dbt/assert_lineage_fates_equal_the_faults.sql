-- Fails per source, fact and fate whose records are not as many as the data page says are left out for that reason.
with told as (

    select
        source_system,
        case entity when 'lead' then 'fct_leads' when 'opportunity' then 'fct_opportunities' else 'fct_activities' end
            as table_name,
        case fate
            when 'cycle' then 'merge_cycle'
            when 'absent_survivor' then 'merge_survivor_missing'
            else 'left_out_' || fate
        end as fault,
        count(*) as records
    from {{ ref('meta_lineage') }}
    where fate <> 'published'
    group by 1, 2, 3

),

counted as (

    select source_system, table_name, fault, rows as records
    from {{ ref('meta_faults') }}
    where table_name in ('fct_leads', 'fct_opportunities', 'fct_activities')
        and (fault like 'left_out_%' or fault in ('merge_cycle', 'merge_survivor_missing'))

)

{{ unequal_records('told', 'counted', ['source_system', 'table_name', 'fault']) }}
