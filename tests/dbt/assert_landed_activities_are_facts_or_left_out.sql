-- Fails per source whose landed tasks, events and activities are not all rows of the fact or left out for a named reason.
with landed as (

    select _source_system as source_system, count(distinct {{ as_salesforce_id('Id') }}) as records
    from {{ source('salesforce', 'task') }}
    group by _source_system
    union all
    select _source_system as source_system, count(distinct {{ as_salesforce_id('Id') }}) as records
    from {{ source('salesforce', 'event') }}
    group by _source_system
    union all
    select _source_system as source_system, count(distinct {{ as_id('activity_id') }}) as records
    from {{ source('spreadsheet', 'activities') }}
    group by _source_system

),

placed as (

    select source_system, count(*) as records
    from {{ ref('fct_activities') }}
    group by source_system
    union all
    select source_system, occurrences as records
    from {{ ref('int_pipeline_rows_left_out') }}
    where table_name = 'fct_activities'

)

{{ unequal_records('landed', 'placed', ['source_system']) }}
