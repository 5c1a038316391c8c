-- One row per stay of an opportunity in a canonical stage: equal consecutive stages are one stay, ties in order of id.
-- entered_at is null where no history and no stamp tells since when.
with recorded as (

    select * from {{ ref('int_opportunity_stages_recorded') }}

),

opportunities as (

    select * from {{ ref('int_opportunities_staged') }}

),

labels as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'opportunity_stage'

),

stages as (

    select * from {{ ref('opportunity_stages') }}

),

recorded_mapped as (

    select
        recorded.opportunity_key,
        recorded.source_system,
        recorded.event_id,
        recorded.stage_raw,
        recorded.is_recorded,
        recorded.stay_source,
        recorded.changed_at,
        coalesce(labels.value, 'unmapped') as stage
    from recorded
    left join labels
        on recorded.source_system = labels.source_system
        and recorded.stage_raw = labels.raw_value

),

recorded_flagged as (

    select
        recorded_mapped.*,
        stages.sort_order,
        coalesce(stages.has_quote, false) as has_quote,
        coalesce(
            case when recorded_mapped.stage_raw = opportunities.stage_raw then opportunities.is_closed end,
            stages.is_closed,
            false
        ) as is_closed,
        opportunities.as_of_at,
        lag(recorded_mapped.stage) over (
            partition by recorded_mapped.opportunity_key
            order by recorded_mapped.changed_at nulls first, recorded_mapped.event_id
        ) as previous_stage
    from recorded_mapped
    inner join opportunities on recorded_mapped.opportunity_key = opportunities.opportunity_key
    left join stages on recorded_mapped.stage = stages.stage

),

-- Labels that nobody mapped are one stay, within which the record's flag may close the deal.
recorded_grouped as (

    select
        *,
        sum(case when previous_stage is null or previous_stage <> stage then 1 else 0 end) over (
            partition by opportunity_key order by changed_at nulls first, event_id
            rows between unbounded preceding and current row
        ) as stay_group
    from recorded_flagged

),

recorded_closed as (

    select
        *,
        last_value(is_closed) over (
            partition by opportunity_key, stay_group order by changed_at nulls first, event_id
            rows between unbounded preceding and unbounded following
        ) as ends_closed,
        is_closed and not lag(is_closed, 1, is_closed) over (
            partition by opportunity_key, stay_group order by changed_at nulls first, event_id
        ) as is_closing_within
    from recorded_grouped

),

recorded_timed as (

    select
        *,
        max(case when ends_closed and is_closing_within then changed_at end) over (
            partition by opportunity_key, stay_group
        ) as closes_at
    from recorded_closed

),

stays as (

    select
        *,
        row_number() over (partition by opportunity_key order by changed_at nulls first, event_id) as stay_number,
        lag(ends_closed) over (partition by opportunity_key order by changed_at nulls first, event_id) as was_closed,
        lag(sort_order) over (partition by opportunity_key order by changed_at nulls first, event_id) as previous_sort_order,
        lead(stage) over (partition by opportunity_key order by changed_at nulls first, event_id) is null as is_current,
        lead(changed_at) over (partition by opportunity_key order by changed_at nulls first, event_id) as exited_at
    from recorded_timed
    where previous_stage is null or previous_stage <> stage

)

select
    opportunity_key,
    source_system,
    stage,
    stage_raw,
    case
        when sort_order is null or previous_sort_order is null then null
        when was_closed and not is_closed then 'reopened'
        -- From lost to won, too: it was never open between, and the order of the two says nothing.
        when is_closed then 'forward'
        when sort_order > previous_sort_order then 'forward'
        when sort_order < previous_sort_order then 'back'
    end as direction,
    cast(stay_number as integer) as stay_number,
    is_closed,
    (is_closed and not coalesce(was_closed, false)) or closes_at is not null as starts_closing,
    ends_closed,
    closes_at,
    has_quote,
    is_recorded,
    stay_source,
    is_current,
    changed_at as entered_at,
    exited_at,
    as_of_at
from stays
