-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as opportunity_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as account_key,
    cast(null as varchar) as stage,
    cast(null as boolean) as is_deleted,
    cast(null as boolean) as is_closed,
    cast(null as boolean) as is_won,
    cast(null as boolean) as is_lost,
    cast(null as boolean) as is_never_real,
    cast(null as boolean) as is_counted,
    cast(null as decimal(18,2)) as amount,
    cast(null as decimal(18,2)) as amount_original,
    cast(null as varchar) as currency,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as closed_at,
    cast(null as date) as close_date,
    cast(null as timestamp) as quoted_at,
    cast(null as varchar) as lost_stage
where false
