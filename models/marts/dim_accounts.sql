-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as account_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as account_id,
    cast(null as varchar) as account_name,
    cast(null as varchar) as parent_account_key,
    cast(null as varchar) as account_type,
    cast(null as varchar) as industry,
    cast(null as varchar) as country,
    cast(null as integer) as employees,
    cast(null as decimal(18,2)) as annual_revenue,
    cast(null as varchar) as owner_key,
    cast(null as boolean) as is_customer,
    cast(null as boolean) as is_in_data,
    cast(null as timestamp) as first_won_at,
    cast(null as timestamp) as created_at
where false
