-- One row per stage that is on record for an opportunity: its saved states, else its field history, never both, else
-- what changed between its landed versions, the first stage's time being unknown;
-- without either the stage of today, since when it is so being known only from the record itself.
{{ config(materialized='view') }}
with opportunities as (

    select * from {{ ref('int_opportunities_staged') }}

),

snapshots as (

    select
        opportunities.opportunity_key,
        opportunities.source_system,
        snapshots.snapshot_id as event_id,
        snapshots.stage_raw,
        snapshots.changed_at
    from {{ ref('int_opportunity_snapshots_unioned') }} as snapshots
    inner join opportunities on snapshots.opportunity_key = opportunities.opportunity_key
    where not snapshots.is_deleted
        and snapshots.stage_raw is not null
        and snapshots.changed_at <= opportunities.as_of_at

),

snapshots_known as (

    select distinct opportunity_key from snapshots

),

changes as (

    select
        opportunities.opportunity_key,
        opportunities.source_system,
        changes.change_id as event_id,
        changes.old_value,
        changes.new_value,
        changes.told_by,
        opportunities.created_at,
        changes.changed_at,
        row_number() over (
            partition by changes.opportunity_key order by changes.changed_at, changes.change_id
        ) as change_number
    from {{ ref('int_opportunity_field_changes_unioned') }} as changes
    inner join opportunities on changes.opportunity_key = opportunities.opportunity_key
    left join snapshots_known on changes.opportunity_key = snapshots_known.opportunity_key
    where changes.field = 'stage'
        and changes.changed_at <= opportunities.as_of_at
        and snapshots_known.opportunity_key is null

),

recorded as (

    select opportunity_key, source_system, event_id, stage_raw, 'history' as stay_source, changed_at
    from snapshots
    union all
    select
        opportunity_key, source_system, '' as event_id, old_value as stage_raw, told_by as stay_source,
        case when told_by = 'history' then least(created_at, changed_at) end as changed_at
    from changes
    where change_number = 1 and old_value is not null
    union all
    select opportunity_key, source_system, event_id, new_value as stage_raw, told_by as stay_source, changed_at
    from changes
    where new_value is not null

),

recorded_known as (

    select distinct opportunity_key from recorded

),

unrecorded as (

    select
        opportunities.opportunity_key,
        opportunities.source_system,
        '' as event_id,
        opportunities.stage_raw,
        case when opportunities.has_history_exported then 'history' else 'record' end as stay_source,
        case
            -- The close date is what a person typed: it dates the closing where nothing else does, and no stay.
            when opportunities.is_closed then coalesce(opportunities.closed_at_raw, opportunities.last_stage_change_at)
            when opportunities.has_history_exported
                then coalesce(opportunities.last_stage_change_at, opportunities.created_at)
            else opportunities.last_stage_change_at
        end as changed_at
    from opportunities
    left join recorded_known on opportunities.opportunity_key = recorded_known.opportunity_key
    where recorded_known.opportunity_key is null and opportunities.stage_raw is not null

)

select opportunity_key, source_system, event_id, stage_raw, stay_source, true as is_recorded, changed_at from recorded
union all
select opportunity_key, source_system, event_id, stage_raw, stay_source, false as is_recorded, changed_at from unrecorded
