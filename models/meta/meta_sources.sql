-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as timestamp) as as_of_at,
    cast(null as timestamp) as loaded_at,
    cast(null as varchar) as reporting_currency,
    cast(null as varchar) as reporting_time_zone
where false
