-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as varchar) as object_name,
    cast(null as boolean) as is_exported,
    cast(null as integer) as rows,
    cast(null as varchar) as effect,
    cast(null as timestamp) as first_record_at,
    cast(null as timestamp) as last_record_at
where false
