-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as campaign_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as campaign_id,
    cast(null as boolean) as is_deleted,
    cast(null as varchar) as campaign_name,
    cast(null as varchar) as parent_campaign_key,
    cast(null as varchar) as campaign_type_raw,
    cast(null as varchar) as status_raw,
    cast(null as boolean) as is_active,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    cast(null as decimal(18,2)) as actual_cost_original,
    cast(null as decimal(18,2)) as budgeted_cost_original,
    cast(null as varchar) as currency,
    cast(null as varchar) as owner_key,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as modified_at
where false
