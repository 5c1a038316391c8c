-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as activity_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as owner_key,
    cast(null as varchar) as lead_key,
    cast(null as varchar) as person_key,
    cast(null as varchar) as opportunity_key,
    cast(null as varchar) as activity_type,
    cast(null as varchar) as direction,
    cast(null as varchar) as precision,
    cast(null as boolean) as is_automated,
    cast(null as boolean) as is_attempt,
    cast(null as boolean) as is_contact,
    cast(null as boolean) as is_completed,
    cast(null as boolean) as has_notes,
    cast(null as date) as due_date,
    cast(null as timestamp) as happened_at
where false
