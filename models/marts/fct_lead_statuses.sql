-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as lead_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as status,
    cast(null as varchar) as status_raw,
    cast(null as varchar) as direction,
    cast(null as integer) as stay_number,
    cast(null as double) as days_in_status,
    cast(null as boolean) as is_current,
    cast(null as timestamp) as entered_at,
    cast(null as timestamp) as exited_at
where false
