-- One row per test of this version.
-- Nothing to sum. Empty as a model: the build writes the results here once the tests have run.
select
    cast(null as varchar) as test_name,
    cast(null as varchar) as table_name,
    cast(null as varchar) as description,
    cast(null as varchar) as status,
    cast(null as integer) as failures
where false
