-- One row per opportunity that was there at as_of_at, deleted ones included: stage, closing, reason, quote and money.
with opportunities as (

    select * from {{ ref('int_opportunities_wound_back') }}

),

closings as (

    select * from {{ ref('int_opportunities_closed') }}

),

valued as (

    select * from {{ ref('int_opportunities_valued') }}

),

pushed as (

    select * from {{ ref('int_opportunity_close_dates_pushed') }}

),

quotes as (

    select quotes.opportunity_key, min(quotes.created_at) as first_quoted_at
    from {{ ref('int_quotes_unioned') }} as quotes
    inner join opportunities on quotes.opportunity_key = opportunities.opportunity_key
    where not quotes.is_deleted and quotes.created_at <= opportunities.as_of_at
    group by quotes.opportunity_key

),

reasons as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'lost_reason'

),

reasons_defined as (

    select * from {{ ref('lost_reasons') }}

),

-- A merged account stands for its survivor; one that is gone for nobody.
replaced_accounts as (

    select record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where record_type = 'account' and fate <> 'kept'

),

opportunities_reasoned as (

    select
        opportunities.*,
        case
            when not closings.is_lost then null
            when opportunities.lost_reason_raw is null then 'no_reason_given'
            else coalesce(reasons.value, 'unmapped')
        end as lost_reason
    from opportunities
    inner join closings on opportunities.opportunity_key = closings.opportunity_key
    left join reasons
        on opportunities.source_system = reasons.source_system
        and opportunities.lost_reason_raw = reasons.raw_value

)

select
    opportunities.opportunity_key,
    opportunities.source_system,
    case
        when replaced_accounts.record_key is null then opportunities.account_key
        else replaced_accounts.survivor_key
    end as account_key,
    opportunities.owner_key,
    closings.stage,
    closings.stage_raw,
    opportunities.lost_reason,
    closings.lost_stage,
    valued.currency,
    valued.amount,
    valued.amount_original,
    case
        when closings.is_won then 1.0
        when closings.is_lost then 0.0
        when opportunities.probability_raw between 0 and 1 then opportunities.probability_raw
        else cast(closings.default_probability as double)
    end as probability,
    case when closings.is_close_date_followed then coalesce(pushed.close_date_pushes, 0) end as close_date_pushes,
    closings.stage_changes,
    opportunities.is_deleted,
    coalesce(opportunities.probability_raw not between 0 and 1, false) as has_impossible_probability,
    closings.is_closed,
    closings.is_won,
    closings.is_lost,
    coalesce(reasons_defined.is_never_real, false) as is_never_real,
    coalesce(reasons_defined.is_win_back, false) as has_win_back_reason,
    not opportunities.is_deleted and not coalesce(reasons_defined.is_never_real, false) as is_counted,
    closings.has_quote_stage or quotes.first_quoted_at is not null as has_quote,
    not closings.is_closed
    and coalesce({{ seconds_between('closings.last_moved_at', 'closings.as_of_at') }}
        > {{ var('stalled_after_days') }} * 86400, false) as is_stalled,
    opportunities.close_date,
    opportunities.created_at,
    closings.closed_at,
    least(quotes.first_quoted_at, closings.quote_stage_at) as quoted_at
from opportunities_reasoned as opportunities
inner join closings on opportunities.opportunity_key = closings.opportunity_key
inner join valued on opportunities.opportunity_key = valued.opportunity_key
left join pushed on opportunities.opportunity_key = pushed.opportunity_key
left join quotes on opportunities.opportunity_key = quotes.opportunity_key
left join reasons_defined on opportunities.lost_reason = reasons_defined.reason
left join replaced_accounts on opportunities.account_key = replaced_accounts.record_key
