-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as varchar) as fault,
    cast(null as varchar) as table_name,
    cast(null as varchar) as description,
    cast(null as integer) as rows
where false
