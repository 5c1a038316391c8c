-- One row per opportunity with its closing: when, and for a lost one from which stage.
-- closed_day is set where the day of the closing alone is known.
with opportunities as (

    select * from {{ ref('int_opportunities_staged') }}

),

stays as (

    select * from {{ ref('int_opportunity_stages_summed') }}

)

select
    opportunities.opportunity_key,
    opportunities.source_system,
    opportunities.stage,
    opportunities.stage_raw,
    opportunities.default_probability,
    opportunities.is_closed,
    opportunities.is_won,
    opportunities.is_lost,
    opportunities.is_close_date_followed,
    opportunities.created_at,
    -- What the record says of its closing is nearer to it than the export that first shows it closed.
    case
        when not opportunities.is_closed then null
        when stays.stay_source = 'versions' then coalesce(opportunities.record_closed_at, stays.closed_at)
        else coalesce(stays.closed_at, opportunities.record_closed_at)
    end as closed_at,
    case
        when opportunities.is_closed
            and (stays.closed_at is null or (stays.stay_source = 'versions' and opportunities.record_closed_at is not null))
            then opportunities.record_closed_day
    end as closed_day,
    case when opportunities.is_lost then stays.last_open_stage end as lost_stage,
    stays.quote_stage_at,
    coalesce(stays.has_quote_stage, false) as has_quote_stage,
    case when opportunities.is_followed then coalesce(stays.stage_changes, 0) end as stage_changes,
    -- Where nothing tells of changes, nobody knows for how long there was none.
    coalesce(
        stays.last_entered_at,
        opportunities.last_stage_change_at,
        case when opportunities.is_followed then opportunities.created_at end
    ) as last_moved_at,
    opportunities.as_of_at
from opportunities
left join stays on opportunities.opportunity_key = stays.opportunity_key
