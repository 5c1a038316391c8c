-- A response limit that applies has a value, 0 for at once, and a unit, and there is a row for any lead.
select source_category, temperature, limit_value, limit_unit
from {{ ref('response_slas') }}
where applies and (limit_value is null or limit_value < 0 or limit_unit is null)
union all
select 'any' as source_category, 'any' as temperature, null as limit_value, 'row missing' as limit_unit
from (
    select count(*) as rows_for_any
    from {{ ref('response_slas') }}
    where source_category = 'any' and temperature = 'any'
) as fallback
where rows_for_any <> 1
