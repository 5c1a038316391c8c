-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as record_type,
    cast(null as varchar) as record_key,
    cast(null as varchar) as person_key,
    cast(null as varchar) as source_system
where false
