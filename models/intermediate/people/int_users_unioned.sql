-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as user_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as user_id,
    cast(null as varchar) as user_name,
    cast(null as varchar) as user_type_raw,
    cast(null as varchar) as owner_type,
    cast(null as boolean) as is_active,
    cast(null as boolean) as is_automated,
    cast(null as varchar) as division,
    cast(null as varchar) as department,
    cast(null as varchar) as title,
    cast(null as varchar) as manager_key,
    cast(null as varchar) as time_zone,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as modified_at
where false
