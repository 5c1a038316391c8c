-- Fails per source whose landed memberships are not all rows of the fact or left out for a named reason.
with landed as (

    select _source_system as source_system, count(distinct {{ as_salesforce_id('Id') }}) as records
    from {{ source('salesforce', 'campaign_member') }}
    group by _source_system
    union all
    select _source_system as source_system, count(distinct {{ record_id('spreadsheet', 'campaign_members') }}) as records
    from {{ source('spreadsheet', 'campaign_members') }}
    group by _source_system
    union all
    -- A lead that names its campaign came through it.
    select source_system, count(*) as records
    from {{ ref('stg_spreadsheet__leads') }}
    where campaign_id is not null
    group by source_system

),

placed as (

    select source_system, count(*) as records
    from {{ ref('fct_campaign_members') }}
    group by source_system
    union all
    select source_system, occurrences as records
    from {{ ref('int_pipeline_rows_left_out') }}
    where table_name = 'fct_campaign_members'

)

{{ unequal_records('landed', 'placed', ['source_system']) }}
