-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as campaign_member_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as campaign_key,
    cast(null as varchar) as person_key,
    cast(null as varchar) as lead_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as status,
    cast(null as varchar) as status_raw,
    cast(null as boolean) as has_responded,
    cast(null as timestamp) as joined_at,
    cast(null as timestamp) as first_responded_at
where false
