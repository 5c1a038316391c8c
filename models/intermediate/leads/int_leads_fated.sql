-- One row per landed lead record in its newest version: published, or why it has no row in the facts.
-- The earliest time of a chain of merges is its lead's.
-- A view: most of what it costs as a table is the writing.
{{ config(materialized='view') }}
with records as (

    select
        leads.lead_key,
        leads.source_system,
        leads.created_at,
        survived.fate,
        survived.survivor_key
    from {{ ref('int_leads_unioned') }} as leads
    inner join {{ ref('int_records_survived') }} as survived
        on leads.lead_key = survived.record_key and survived.record_type = 'lead'

),

dated_by_merged as (

    select distinct survivor_key
    from records
    where fate = 'merged' and created_at is not null

)

select
    records.lead_key,
    records.source_system,
    case
        when facts.lead_key is not null then 'published'
        when records.fate = 'survivor_missing' then 'absent_survivor'
        when records.fate <> 'kept' then records.fate
        when records.created_at is null and dated_by_merged.survivor_key is null then 'no_creation_time'
        else 'created_after_as_of'
    end as fate,
    case when records.fate = 'merged' then records.survivor_key end as survivor_key
from records
left join {{ ref('int_leads_survived') }} as facts on records.lead_key = facts.lead_key
left join dated_by_merged on records.lead_key = dated_by_merged.survivor_key
