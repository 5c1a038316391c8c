-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as contact_role_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as opportunity_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as role,
    cast(null as boolean) as is_primary,
    cast(null as boolean) as is_deleted,
    cast(null as timestamp) as created_at
where false
