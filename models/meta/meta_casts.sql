-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as varchar) as object_name,
    cast(null as varchar) as column_name,
    cast(null as varchar) as data_type,
    cast(null as integer) as failed,
    cast(null as varchar) as example
where false
