-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as user_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as user_id,
    cast(null as varchar) as user_name,
    cast(null as varchar) as owner_type,
    cast(null as varchar) as team,
    cast(null as varchar) as manager_key,
    cast(null as varchar) as manager_name,
    cast(null as varchar) as title,
    cast(null as varchar) as calendar,
    cast(null as varchar) as time_zone,
    cast(null as boolean) as is_active,
    cast(null as boolean) as is_automated,
    cast(null as boolean) as is_in_data
where false
