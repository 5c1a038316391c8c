-- One row per opportunity in the facts with the window in which touches count for it: from attribution_window_days
-- before its creation to its close, both ends included; an open one's ends at as_of_at.
-- Of a close of which the day alone is known the whole day counts: then ends_at itself is the next day.
-- Without a creation or closing time there is no window: nothing would tell what came before and what after.
with opportunities as (

    select * from {{ ref('int_opportunities_progressed') }}
    where not is_deleted

)

select
    opportunities.opportunity_key,
    opportunities.source_system,
    opportunities.account_key,
    opportunities.is_closed,
    closings.closed_day is not null as is_end_excluded,
    opportunities.created_at,
    leads.lead_created_at,
    {{ add_seconds('opportunities.created_at', var('attribution_window_days') ~ ' * -86400') }} as starts_at,
    case
        when not opportunities.is_closed then closings.as_of_at
        when closings.closed_day is not null then {{ start_of_local_day(add_days('closings.closed_day', 1)) }}
        else opportunities.closed_at
    end as ends_at
from opportunities
inner join {{ ref('int_opportunities_closed') }} as closings on opportunities.opportunity_key = closings.opportunity_key
left join {{ ref('int_opportunity_leads_linked') }} as leads on opportunities.opportunity_key = leads.opportunity_key
