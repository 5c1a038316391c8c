-- One row per opportunity with its canonical stage and whether it is closed and won.
-- The record's own flags win over the stage definitions. A label that nobody mapped is `unmapped`; no label is null.
with opportunities as (

    select * from {{ ref('int_opportunities_wound_back') }}

),

labels as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'opportunity_stage'

),

stages as (

    select * from {{ ref('opportunity_stages') }}

),

opportunities_mapped as (

    select
        opportunities.opportunity_key,
        opportunities.source_system,
        opportunities.stage_raw,
        opportunities.is_closed_raw,
        opportunities.is_won_raw,
        opportunities.closed_day_raw,
        opportunities.closed_at_raw,
        opportunities.last_stage_change_at,
        opportunities.close_date,
        opportunities.created_at,
        opportunities.has_history_exported,
        opportunities.is_followed or coalesce(tracked.has_stages, false) as is_followed,
        opportunities.is_followed or coalesce(tracked.has_close_dates, false) as is_close_date_followed,
        opportunities.as_of_at,
        case when opportunities.stage_raw is not null then coalesce(labels.value, 'unmapped') end as stage
    from opportunities
    left join labels
        on opportunities.source_system = labels.source_system
        and opportunities.stage_raw = labels.raw_value
    left join {{ ref('int_opportunity_fields_tracked') }} as tracked on opportunities.source_system = tracked.source_system

),

opportunities_flagged as (

    select
        opportunities_mapped.*,
        stages.default_probability,
        coalesce(
            opportunities_mapped.is_won_raw,
            stages.is_won and coalesce(opportunities_mapped.is_closed_raw, true),
            false
        ) as is_won,
        coalesce(opportunities_mapped.is_closed_raw, stages.is_closed, false) as is_closed_by_record
    from opportunities_mapped
    left join stages on opportunities_mapped.stage = stages.stage

)

select
    opportunity_key,
    source_system,
    stage,
    stage_raw,
    default_probability,
    has_history_exported,
    is_followed,
    is_close_date_followed,
    is_closed_by_record or is_won as is_closed,
    is_won,
    is_closed_by_record and not is_won as is_lost,
    created_at,
    last_stage_change_at,
    closed_at_raw,
    -- The closing as far as the record itself tells; what the history tells comes before it.
    case
        when is_closed_by_record or is_won
            then coalesce(closed_at_raw, last_stage_change_at, {{ start_of_local_day('close_date') }})
    end as record_closed_at,
    -- The day alone, where the record knows no more of its closing.
    case
        when not (is_closed_by_record or is_won) then null
        when closed_at_raw is not null then closed_day_raw
        when last_stage_change_at is null then close_date
    end as record_closed_day,
    as_of_at
from opportunities_flagged
