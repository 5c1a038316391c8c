-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as lead_key,
    cast(null as varchar) as contact_key,
    cast(null as varchar) as account_key,
    cast(null as varchar) as opportunity_key,
    cast(null as boolean) as is_converted,
    cast(null as timestamp) as converted_at,
    cast(null as boolean) as is_opportunity_lead
where false
