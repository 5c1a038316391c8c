-- Fails with each saved stage of an opportunity in the facts that no stay of the opportunity shows at that time.
with stays as (

    select opportunity_key, stage, stay_number, entered_at, exited_at
    from {{ ref('fct_opportunity_stages') }}

),

snapshots as (

    select snapshots.snapshot_id, snapshots.opportunity_key, labels.value as stage, snapshots.changed_at
    from {{ ref('int_opportunity_snapshots_unioned') }} as snapshots
    inner join {{ ref('int_opportunities_progressed') }} as opportunities
        on snapshots.opportunity_key = opportunities.opportunity_key
        and not opportunities.is_deleted
    inner join {{ ref('int_sources_as_of') }} as sources
        on snapshots.source_system = sources.source_system
        and snapshots.changed_at <= sources.as_of_at
    inner join {{ ref('int_labels_mapped') }} as labels
        on snapshots.source_system = labels.source_system
        and snapshots.stage_raw = labels.raw_value
        and labels.field = 'opportunity_stage'
    where not snapshots.is_deleted

),

-- Joined from within: an outer join on spans of time would compare every two rows.
standing as (

    select distinct snapshots.snapshot_id
    from snapshots
    inner join stays
        on snapshots.opportunity_key = stays.opportunity_key
        and snapshots.stage = stays.stage
        and (stays.entered_at is null or stays.entered_at <= snapshots.changed_at or stays.stay_number = 1)
        and (stays.exited_at is null or stays.exited_at >= snapshots.changed_at)

)

select snapshots.snapshot_id, snapshots.opportunity_key, snapshots.stage, snapshots.changed_at
from snapshots
left join standing on snapshots.snapshot_id = standing.snapshot_id
where standing.snapshot_id is null
