-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as campaign_member_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as campaign_key,
    cast(null as varchar) as lead_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as status_raw,
    cast(null as boolean) as has_responded_raw,
    cast(null as date) as first_responded_date,
    cast(null as boolean) as is_deleted,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as modified_at
where false
