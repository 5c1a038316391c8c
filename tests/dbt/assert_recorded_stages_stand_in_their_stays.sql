-- Fails with each saved stage of an opportunity in the facts that no stay of the opportunity shows at that time.
{%- set stays = ref('fct_opportunity_stages') %}
with recorded as (

    select snapshots.snapshot_id as change_id, snapshots.opportunity_key, labels.value as stage, snapshots.changed_at
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

)

{{ recorded_outside_stays(stays, 'opportunity_key', 'stage', 'entered_at', 'exited_at') }}
