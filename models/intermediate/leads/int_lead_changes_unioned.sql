-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as change_id,
    cast(null as varchar) as lead_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as field,
    cast(null as varchar) as old_value,
    cast(null as varchar) as new_value,
    cast(null as varchar) as changed_by_key,
    cast(null as timestamp) as changed_at
where false
