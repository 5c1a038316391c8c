-- One row per source system, object that it could export and month from its first record to its last; one without a
-- month for records of which no time is known, and for an object without any record.
with counted as (

    select
        source_system,
        object_name,
        period_month,
        sum(records) as records,
        min(first_record_at) as first_record_at,
        max(last_record_at) as last_record_at
    from {{ ref('int_objects_counted') }}
    group by source_system, object_name, period_month

),

spans as (

    select source_system, object_name, min(period_month) as first_month, max(period_month) as last_month
    from counted
    group by source_system, object_name

),

months as (

    select distinct {{ start_of_month('date_day') }} as period_month
    from {{ ref('int_dates_listed') }}

),

-- Months between two others of which there is no record.
missing_months as (

    select spans.source_system, spans.object_name, months.period_month
    from spans
    inner join months on months.period_month between spans.first_month and spans.last_month
    left join counted
        on spans.source_system = counted.source_system
        and spans.object_name = counted.object_name
        and months.period_month = counted.period_month
    where counted.period_month is null

)

select
    exported.source_system,
    exported.object_name,
    exported.subject,
    exported.missing,
    exported.is_exported,
    false as is_gap,
    counted.period_month,
    coalesce(counted.records, 0) as records,
    counted.first_record_at,
    counted.last_record_at
from {{ ref('int_objects_exported') }} as exported
left join counted
    on exported.source_system = counted.source_system
    and exported.object_name = counted.object_name

union all

select
    exported.source_system,
    exported.object_name,
    exported.subject,
    exported.missing,
    exported.is_exported,
    true as is_gap,
    missing_months.period_month,
    0 as records,
    cast(null as timestamp) as first_record_at,
    cast(null as timestamp) as last_record_at
from missing_months
inner join {{ ref('int_objects_exported') }} as exported
    on missing_months.source_system = exported.source_system
    and missing_months.object_name = exported.object_name
