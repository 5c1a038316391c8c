-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as person_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as first_name,
    cast(null as varchar) as last_name,
    cast(null as varchar) as email,
    cast(null as varchar) as phone,
    cast(null as varchar) as title,
    cast(null as varchar) as company,
    cast(null as varchar) as country,
    cast(null as integer) as leads,
    cast(null as integer) as contacts,
    cast(null as timestamp) as created_at
where false
