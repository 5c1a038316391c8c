-- One row per opportunity with a stage: what its stays say about closing, losing, quoting and moving.
select
    opportunity_key,
    -- The last unbroken run of closed stages begins the closing, unless the deal was reopened since.
    case
        when bool_or(is_current and coalesce(ends_closed, is_closed) and is_recorded)
            then max_by(coalesce(closes_at, entered_at), stay_number) filter (where starts_closing)
    end as closed_at,
    max_by(stage, stay_number) filter (where not is_closed) as last_open_stage,
    max_by(stage, stay_number) as last_stage,
    -- Unknown where the first version already stood in such a stage.
    case
        when not bool_or(has_quote and is_recorded and entered_at is null)
            then min(entered_at) filter (where has_quote and is_recorded)
    end as quote_stage_at,
    bool_or(has_quote) as has_quote_stage,
    cast(count(*) - 1 as integer) as stage_changes,
    bool_or(is_recorded) as is_recorded,
    max(stay_source) as stay_source,
    max(entered_at) as last_entered_at
from {{ ref('int_opportunity_stages_sequenced') }}
group by opportunity_key
