-- Fails per source whose answered memberships, recorded touches and leads without either are not all touches or counted as
-- left out.
with expected as (

    select source_system, count(*) as records
    from {{ ref('fct_campaign_members') }}
    where has_responded
    group by source_system
    union all
    select leads.source_system, count(*) as records
    from {{ ref('int_touch_leads_silent') }} as silent
    inner join {{ ref('fct_leads') }} as leads on silent.lead_key = leads.lead_key
    group by leads.source_system
    union all
    select _source_system as source_system, count(distinct {{ as_id('touchpoint_id') }}) as records
    from {{ source('spreadsheet', 'touchpoints') }}
    group by _source_system

),

placed as (

    select source_system, count(*) as records
    from {{ ref('fct_touchpoints') }}
    group by source_system
    union all
    select source_system, rows as records
    from {{ ref('meta_faults') }}
    where table_name = 'fct_touchpoints' and (fault in ('answered_without_time', 'lead_without_touch') or fault like 'left_out_%')

),

expected_summed as (

    select source_system, sum(records) as records from expected group by source_system

),

placed_summed as (

    select source_system, sum(records) as records from placed group by source_system

)

select
    coalesce(expected_summed.source_system, placed_summed.source_system) as source_system,
    expected_summed.records as expected,
    placed_summed.records as placed
from expected_summed
full join placed_summed on expected_summed.source_system = placed_summed.source_system
where coalesce(expected_summed.records, 0) <> coalesce(placed_summed.records, 0)
