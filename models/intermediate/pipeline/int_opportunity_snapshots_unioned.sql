-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as snapshot_id,
    cast(null as varchar) as opportunity_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as stage_raw,
    cast(null as decimal(18,2)) as amount_original,
    cast(null as varchar) as currency,
    cast(null as double) as probability_raw,
    cast(null as date) as close_date,
    cast(null as varchar) as changed_by_key,
    cast(null as timestamp) as changed_at,
    cast(null as boolean) as is_deleted
where false
