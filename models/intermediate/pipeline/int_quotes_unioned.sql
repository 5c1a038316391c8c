-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as quote_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as opportunity_key,
    cast(null as varchar) as status_raw,
    cast(null as boolean) as is_deleted,
    cast(null as timestamp) as created_at
where false
