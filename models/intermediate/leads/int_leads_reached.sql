-- One row per surviving lead: the steps of the funnel that it reached, how long they took, and whether it is over.
-- A step counts where the lead reached it or a later one. Marketing-qualified and sales-accepted are steps only in
-- systems that tell of them at all; elsewhere nobody reached them.
with leads as (

    select lead_key, source_system, created_at, mql_at, sales_accepted_at
    from {{ ref('int_leads_survived') }}

),

steps_known as (

    select
        source_system,
        bool_or(mql_at is not null) as has_mql,
        bool_or(sales_accepted_at is not null) as has_sales_accepted
    from leads
    group by source_system

),

leads_joined as (

    select
        leads.lead_key,
        leads.created_at,
        leads.mql_at,
        leads.sales_accepted_at,
        steps_known.has_mql,
        steps_known.has_sales_accepted,
        rolled_up.implied_contacted or responded.first_contacted_at is not null as reached_contacted,
        coalesce(sources.has_opportunities, false) and rolled_up.is_opportunity_known as is_win_known,
        coalesce(opportunities.is_closed, false) as is_opportunity_closed,
        opportunities.closed_at as opportunity_closed_at,
        rolled_up.qualified_at,
        {{ to_local_date('leads.created_at') }} as created_date,
        {{ to_local_date('rolled_up.converted_at') }} as converted_date,
        {{ to_local_date('rolled_up.won_at') }} as won_date
    from leads
    inner join steps_known on leads.source_system = steps_known.source_system
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key
    left join {{ ref('int_sources_as_of') }} as sources on leads.source_system = sources.source_system
    left join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key
    left join {{ ref('int_opportunities_progressed') }} as opportunities
        on rolled_up.opportunity_key = opportunities.opportunity_key and not opportunities.is_deleted

),

leads_timed as (

    select
        *,
        {{ seconds_between('created_at', 'qualified_at') }} / 3600 as hours_to_qualify,
        {{ days_between('created_date', 'converted_date') }} as days_to_convert,
        {{ days_between('created_date', 'won_date') }} as days_to_win
    from leads_joined

)

select
    lead_key,
    has_mql and (mql_at is not null or sales_accepted_at is not null or reached_contacted) as is_mql,
    has_sales_accepted and (sales_accepted_at is not null or reached_contacted) as is_sales_accepted,
    reached_contacted,
    is_win_known,
    is_opportunity_closed,
    opportunity_closed_at,
    case when hours_to_qualify >= 0 then hours_to_qualify end as hours_to_qualify,
    case when days_to_convert >= 0 then days_to_convert end as days_to_convert,
    case when days_to_win >= 0 then days_to_win end as days_to_win,
    created_date
from leads_timed
