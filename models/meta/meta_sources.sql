-- One row per source system: up to when its exports tell, and when they were last loaded.
-- Nothing to sum.
select
    as_of.source_system,
    as_of.as_of_at,
    loads.loaded_at,
    '{{ var("reporting_currency") }}' as reporting_currency,
    '{{ var("reporting_time_zone") }}' as reporting_time_zone
from {{ ref('int_sources_as_of') }} as as_of
left join (
    select source_system, max(loaded_at) as loaded_at
    from {{ ref('stg_ledger__loads') }}
    group by source_system
) as loads on loads.source_system = as_of.source_system
