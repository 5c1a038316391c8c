-- One row per landed lead record in its newest version: published, or why it has no row in the facts.
-- The earliest time of a chain of merges is its lead's.
with records as (

    select
        leads.lead_key,
        leads.source_system,
        survived.fate,
        survived.survivor_key,
        facts.lead_key is not null as is_fact,
        max(leads.created_at) over (partition by coalesce(survived.survivor_key, leads.lead_key)) is null as is_undated
    from {{ ref('int_leads_unioned') }} as leads
    inner join {{ ref('int_records_survived') }} as survived
        on leads.lead_key = survived.record_key and survived.record_type = 'lead'
    left join {{ ref('int_leads_survived') }} as facts on leads.lead_key = facts.lead_key

)

select
    lead_key,
    source_system,
    case
        when is_fact then 'published'
        when fate = 'survivor_missing' then 'absent_survivor'
        when fate <> 'kept' then fate
        when is_undated then 'no_creation_time'
        else 'created_after_as_of'
    end as fate,
    case when fate = 'merged' then survivor_key end as survivor_key
from records
