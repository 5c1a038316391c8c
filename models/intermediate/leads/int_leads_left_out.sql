-- One row per source system and reason for which landed leads have no row in the facts, with how many, beside the merges
-- that lead nowhere. The earliest time of a chain of merges is its lead's.
with records as (

    select
        leads.source_system,
        survived.fate,
        max(leads.created_at) over (partition by coalesce(survived.survivor_key, leads.lead_key)) is null as is_undated,
        facts.lead_key is not null as is_fact
    from {{ ref('int_leads_unioned') }} as leads
    inner join {{ ref('int_records_survived') }} as survived
        on leads.lead_key = survived.record_key and survived.record_type = 'lead'
    left join {{ ref('int_leads_survived') }} as facts on leads.lead_key = facts.lead_key

),

left_out as (

    select
        source_system,
        case
            when fate in ('deleted', 'merged') then fate
            when is_undated then 'no_creation_time'
            else 'created_after_as_of'
        end as left_out_reason
    from records
    where not is_fact and fate in ('deleted', 'merged', 'kept')

)

select source_system, left_out_reason, cast(count(*) as integer) as leads
from left_out
group by source_system, left_out_reason
