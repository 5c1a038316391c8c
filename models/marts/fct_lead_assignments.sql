-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as assignment_key,
    cast(null as varchar) as lead_key,
    cast(null as varchar) as owner_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_category,
    cast(null as varchar) as assignment_method,
    cast(null as varchar) as end_reason,
    cast(null as integer) as stay_number,
    cast(null as boolean) as is_counted,
    cast(null as boolean) as is_first,
    cast(null as boolean) as is_contacted,
    cast(null as boolean) as is_response_due,
    cast(null as boolean) as is_response_met,
    cast(null as boolean) as is_qualified,
    cast(null as boolean) as is_converted,
    cast(null as boolean) as is_won,
    cast(null as timestamp) as assigned_at,
    cast(null as timestamp) as released_at,
    cast(null as timestamp) as first_touch_at,
    cast(null as timestamp) as response_due_at,
    cast(null as date) as assigned_date
where false
