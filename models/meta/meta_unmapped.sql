-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as varchar) as field,
    cast(null as varchar) as raw_value,
    cast(null as integer) as rows
where false
