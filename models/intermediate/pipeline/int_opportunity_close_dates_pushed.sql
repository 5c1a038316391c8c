-- One row per opportunity with a recorded close date: how often the date moved to a later day.
-- From its saved states, else its field history, never both. Pull-ins do not count.
with sources as (

    select * from {{ ref('int_sources_as_of') }}

),

snapshots as (

    select
        snapshots.opportunity_key,
        snapshots.close_date,
        lag(snapshots.close_date) over (
            partition by snapshots.opportunity_key order by snapshots.changed_at, snapshots.snapshot_id
        ) as previous_close_date
    from {{ ref('int_opportunity_snapshots_unioned') }} as snapshots
    inner join sources on snapshots.source_system = sources.source_system
    where not snapshots.is_deleted
        and snapshots.close_date is not null
        and snapshots.changed_at <= sources.as_of_at

),

snapshots_counted as (

    select
        opportunity_key,
        sum(case when close_date > previous_close_date then 1 else 0 end) as close_date_pushes
    from snapshots
    group by opportunity_key

),

changes_counted as (

    select
        changes.opportunity_key,
        sum(
            case
                when try_cast(substr(changes.new_value, 1, 10) as date)
                    > try_cast(substr(changes.old_value, 1, 10) as date) then 1
                else 0
            end
        ) as close_date_pushes
    from {{ ref('int_opportunity_field_changes_unioned') }} as changes
    inner join sources on changes.source_system = sources.source_system
    where changes.field = 'close_date' and changes.changed_at <= sources.as_of_at
    group by changes.opportunity_key

)

select
    coalesce(snapshots_counted.opportunity_key, changes_counted.opportunity_key) as opportunity_key,
    cast(coalesce(snapshots_counted.close_date_pushes, changes_counted.close_date_pushes) as integer) as close_date_pushes
from snapshots_counted
full join changes_counted on snapshots_counted.opportunity_key = changes_counted.opportunity_key
