-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as load_id,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source,
    cast(null as varchar) as file_name,
    cast(null as varchar) as object_name,
    cast(null as integer) as records,
    cast(null as integer) as landed,
    cast(null as integer) as rejected,
    cast(null as boolean) as is_complete,
    cast(null as timestamp) as loaded_at,
    cast(null as timestamp) as newest_record_at
where false
