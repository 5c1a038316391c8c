-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as contact_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as contact_id,
    cast(null as boolean) as is_deleted,
    cast(null as varchar) as master_contact_key,
    cast(null as varchar) as account_key,
    cast(null as varchar) as owner_key,
    cast(null as varchar) as email,
    cast(null as varchar) as first_name,
    cast(null as varchar) as last_name,
    cast(null as varchar) as phone,
    cast(null as varchar) as title,
    cast(null as varchar) as street,
    cast(null as varchar) as city,
    cast(null as varchar) as postal_code,
    cast(null as varchar) as country,
    cast(null as varchar) as lead_source_raw,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as modified_at
where false
