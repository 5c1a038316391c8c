-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as lead_key,
    cast(null as varchar) as person_key,
    cast(null as varchar) as first_name,
    cast(null as varchar) as last_name,
    cast(null as varchar) as email,
    cast(null as varchar) as phone,
    cast(null as varchar) as title,
    cast(null as varchar) as street,
    cast(null as varchar) as city,
    cast(null as varchar) as postal_code,
    cast(null as varchar) as website,
    cast(null as varchar) as description
where false
