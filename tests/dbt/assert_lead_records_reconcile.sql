-- Fails per source whose landed leads are not all rows of the fact or left out for one counted reason: deleted, merged,
-- merged into a circle or into nothing, without a creation time, created after as_of_at.
with records as (

    select _source_system as source_system, {{ as_salesforce_id('Id') }} as lead_id
    from {{ source('salesforce', 'lead') }}
    union all
    select _source_system as source_system, {{ as_id('lead_id') }} as lead_id
    from {{ source('spreadsheet', 'leads') }}

),

landed as (

    select source_system, count(distinct lead_id) as records
    from records
    group by source_system

),

placed as (

    select source_system, count(distinct lead_key) as records
    from {{ ref('fct_leads') }}
    group by source_system
    union all
    select source_system, rows as records
    from {{ ref('int_lead_faults') }}
    where table_name = 'fct_leads' and (fault like 'left_out_%' or fault in ('merge_cycle', 'merge_survivor_missing'))

)

{{ unequal_records('landed', 'placed', ['source_system']) }}
