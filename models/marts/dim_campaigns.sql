-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as varchar) as campaign_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as campaign_name,
    cast(null as varchar) as parent_campaign_key,
    cast(null as varchar) as root_campaign_key,
    cast(null as varchar) as path,
    cast(null as varchar) as campaign_type,
    cast(null as varchar) as campaign_type_raw,
    cast(null as varchar) as status,
    cast(null as varchar) as currency,
    cast(null as varchar) as owner_key,
    cast(null as integer) as depth,
    cast(null as decimal(18,2)) as cost,
    cast(null as decimal(18,2)) as cost_original,
    cast(null as decimal(18,2)) as budgeted_cost,
    cast(null as boolean) as is_active,
    cast(null as boolean) as is_in_data,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    cast(null as timestamp) as created_at
where false
