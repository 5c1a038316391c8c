-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as test_name,
    cast(null as varchar) as table_name,
    cast(null as varchar) as description,
    cast(null as varchar) as status,
    cast(null as integer) as failures
where false
