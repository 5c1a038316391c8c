-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as metric,
    cast(null as varchar) as label,
    cast(null as varchar) as fact,
    cast(null as varchar) as measure_type,
    cast(null as varchar) as numerator_column,
    cast(null as varchar) as denominator_column,
    cast(null as varchar) as duration_column,
    cast(null as varchar) as event_column,
    cast(null as varchar) as eligibility_column,
    cast(null as varchar) as date_column,
    cast(null as varchar) as unit,
    cast(null as varchar) as direction,
    cast(null as varchar) as description,
    cast(null as varchar) as formula
where false
