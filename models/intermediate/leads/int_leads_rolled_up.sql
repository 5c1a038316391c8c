-- One row per surviving lead: how far it came, its duplicates' qualification, conversion and opportunity included.
-- A duplicate's own row keeps its own values.
with own as (

    select
        converted.lead_key,
        leads.lead_id,
        leads.created_at,
        converted.account_key,
        converted.opportunity_key,
        converted.is_converted,
        converted.converted_at,
        progressed.implied_contacted or progressed.is_qualified or converted.opportunity_key is not null
            as implied_contacted,
        -- An opportunity is a later step: some systems open it without ever calling the lead qualified or converted.
        progressed.is_qualified or converted.opportunity_key is not null as is_qualified,
        case
            when progressed.is_qualified then progressed.qualified_at
            when leads.has_status_history then opportunities.created_at
        end as qualified_at,
        coalesce(opportunities.has_quote or opportunities.is_won, false) as is_quoted,
        converted.opportunity_key is null or opportunities.opportunity_key is not null as is_opportunity_known,
        coalesce(opportunities.is_won, false) as is_won,
        case when opportunities.is_won then opportunities.closed_at end as won_at,
        opportunities.quoted_at
    from {{ ref('int_leads_converted') }} as converted
    inner join {{ ref('int_leads_survived') }} as leads on converted.lead_key = leads.lead_key
    inner join {{ ref('int_leads_progressed') }} as progressed on converted.lead_key = progressed.lead_key
    left join {{ ref('int_opportunities_progressed') }} as opportunities
        on converted.opportunity_key = opportunities.opportunity_key

),

duplicates as (

    select lead_key, duplicate_of_lead_key as root_key
    from {{ ref('int_leads_deduplicated') }}
    where is_duplicate

),

members as (

    select root_key, root_key as lead_key from duplicates
    union
    select root_key, lead_key from duplicates

),

roots as (

    select
        members.root_key,
        bool_or(own.is_converted) as is_converted,
        min(own.converted_at) as converted_at,
        bool_or(own.implied_contacted) as implied_contacted,
        bool_or(own.is_qualified) as is_qualified,
        min(own.qualified_at) as qualified_at,
        bool_or(own.is_quoted) as is_quoted,
        bool_or(own.is_won) or bool_and(own.is_opportunity_known) as is_opportunity_known,
        bool_or(own.is_won) as is_won,
        min(own.won_at) as won_at,
        min(own.quoted_at) as quoted_at
    from members
    inner join own on members.lead_key = own.lead_key
    group by members.root_key

),

root_opportunities as (

    select members.root_key, own.opportunity_key, own.account_key
    from members
    inner join own on members.lead_key = own.lead_key
    where own.opportunity_key is not null
    qualify row_number() over (
        partition by members.root_key order by own.converted_at nulls last, own.created_at, own.lead_id
    ) = 1

)

select
    own.lead_key,
    coalesce(own.account_key, root_opportunities.account_key) as account_key,
    coalesce(root_opportunities.opportunity_key, own.opportunity_key) as opportunity_key,
    coalesce(roots.is_converted, own.is_converted) as is_converted,
    coalesce(roots.implied_contacted, own.implied_contacted) as implied_contacted,
    coalesce(roots.is_qualified, own.is_qualified) as is_qualified,
    coalesce(roots.is_quoted, own.is_quoted) as is_quoted,
    coalesce(roots.is_opportunity_known, own.is_opportunity_known) as is_opportunity_known,
    coalesce(roots.is_won, own.is_won) as is_won,
    coalesce(roots.converted_at, own.converted_at) as converted_at,
    coalesce(roots.qualified_at, own.qualified_at) as qualified_at,
    coalesce(roots.quoted_at, own.quoted_at) as quoted_at,
    coalesce(roots.won_at, own.won_at) as won_at
from own
left join roots on own.lead_key = roots.root_key
left join root_opportunities on own.lead_key = root_opportunities.root_key
