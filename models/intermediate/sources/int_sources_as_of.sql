-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as source_system,
    cast(null as timestamp) as as_of_at,
    cast(null as date) as as_of_date,
    cast(null as boolean) as has_leads,
    cast(null as boolean) as has_lead_history,
    cast(null as boolean) as has_activities,
    cast(null as boolean) as has_opportunities,
    cast(null as boolean) as has_opportunity_history,
    cast(null as boolean) as has_campaign_members,
    cast(null as timestamp) as activities_from_at
where false
