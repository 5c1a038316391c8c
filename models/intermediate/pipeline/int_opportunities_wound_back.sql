-- One row per opportunity as it stood at as_of_at: stage, amount, close date, probability and owner are wound back
-- by its history where that reaches beyond; every other field keeps the exported value.
with opportunities as (

    select * from {{ ref('int_opportunities_unioned') }}

),

sources as (

    select * from {{ ref('int_sources_as_of') }}

),

flags as (

    select * from {{ ref('int_flags_exported') }}

),

snapshots as (

    select snapshots.*, snapshots.changed_at > sources.as_of_at as is_later
    from {{ ref('int_opportunity_snapshots_unioned') }} as snapshots
    inner join sources on snapshots.source_system = sources.source_system
    where not snapshots.is_deleted

),

snapshots_later as (

    select distinct opportunity_key from snapshots where is_later

),

snapshots_last as (

    select snapshots.*
    from snapshots
    inner join snapshots_later on snapshots.opportunity_key = snapshots_later.opportunity_key
    where not snapshots.is_later
    qualify row_number() over (
        partition by snapshots.opportunity_key order by snapshots.changed_at desc, snapshots.snapshot_id desc
    ) = 1

),

-- What a field held at as_of_at is the old value of its first later change.
changes_undone as (

    select changes.opportunity_key, changes.field, changes.old_value
    from {{ ref('int_opportunity_field_changes_unioned') }} as changes
    inner join sources on changes.source_system = sources.source_system
    where changes.changed_at > sources.as_of_at
    qualify row_number() over (
        partition by changes.opportunity_key, changes.field order by changes.changed_at, changes.change_id
    ) = 1

),

changes_pivoted as (

    select
        opportunity_key,
        bool_or(field = 'stage') as has_stage,
        bool_or(field = 'amount') as has_amount,
        bool_or(field = 'close_date') as has_close_date,
        max(case when field = 'stage' then old_value end) as stage_raw,
        max(case when field = 'owner' then old_value end) as owner_key,
        max(case when field = 'amount' then try_cast(old_value as decimal(18, 2)) end) as amount_original,
        max(case when field = 'close_date' then try_cast(substr(old_value, 1, 10) as date) end) as close_date
    from changes_undone
    group by opportunity_key

),

-- Without an exported history the landed versions tell what changed, of records that were seen again.
seen_again as (

    select distinct opportunity_key
    from {{ ref('int_opportunity_versions_timed') }}
    where is_in_several_loads

)

select
    opportunities.opportunity_key,
    opportunities.source_system,
    opportunities.opportunity_id,
    opportunities.is_deleted,
    opportunities.name,
    opportunities.account_key,
    coalesce(changes_pivoted.owner_key, opportunities.owner_key) as owner_key,
    opportunities.campaign_key,
    opportunities.lead_key,
    opportunities.opportunity_type_raw,
    case
        when snapshots_last.opportunity_key is not null then snapshots_last.stage_raw
        when changes_pivoted.has_stage then changes_pivoted.stage_raw
        else opportunities.stage_raw
    end as stage_raw,
    -- The flags are those of today's stage: a stage that was wound back is judged by the stage definitions.
    case
        when snapshots_last.opportunity_key is not null or changes_pivoted.has_stage then null
        when flags.has_is_closed then coalesce(opportunities.is_closed_raw, false)
        else opportunities.is_closed_raw
    end as is_closed_raw,
    case
        when snapshots_last.opportunity_key is not null or changes_pivoted.has_stage then null
        when flags.has_is_won then coalesce(opportunities.is_won_raw, false)
        else opportunities.is_won_raw
    end as is_won_raw,
    case
        when snapshots_last.opportunity_key is not null then snapshots_last.amount_original
        when changes_pivoted.has_amount then changes_pivoted.amount_original
        else opportunities.amount_original
    end as amount_original,
    opportunities.currency,
    case
        when snapshots_last.opportunity_key is not null then snapshots_last.probability_raw
        else opportunities.probability_raw
    end as probability_raw,
    case
        when snapshots_last.opportunity_key is not null then snapshots_last.close_date
        when changes_pivoted.has_close_date then changes_pivoted.close_date
        else opportunities.close_date
    end as close_date,
    case when opportunities.closed_at_raw <= sources.as_of_at then opportunities.closed_day_raw end as closed_day_raw,
    case when opportunities.closed_at_raw <= sources.as_of_at then opportunities.closed_at_raw end as closed_at_raw,
    case
        when opportunities.last_stage_change_at <= sources.as_of_at then opportunities.last_stage_change_at
    end as last_stage_change_at,
    opportunities.lost_reason_raw,
    opportunities.competitor,
    opportunities.created_at,
    coalesce(sources.has_opportunity_history, false) as has_history_exported,
    coalesce(sources.has_opportunity_history, false) or seen_again.opportunity_key is not null as is_followed,
    sources.as_of_at
from opportunities
inner join sources on opportunities.source_system = sources.source_system
left join flags on opportunities.source_system = flags.source_system
left join snapshots_last on opportunities.opportunity_key = snapshots_last.opportunity_key
left join seen_again on opportunities.opportunity_key = seen_again.opportunity_key
left join changes_pivoted on opportunities.opportunity_key = changes_pivoted.opportunity_key
where opportunities.created_at is null or opportunities.created_at <= sources.as_of_at
