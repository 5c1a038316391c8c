-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as load_id,
    cast(null as varchar) as source_system,
    cast(null as varchar) as file_name,
    cast(null as varchar) as object_name,
    cast(null as varchar) as rule,
    cast(null as integer) as rejected
where false
