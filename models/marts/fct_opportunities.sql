-- One row per opportunity that is not deleted.
-- Do not sum amount over opportunities with is_counted false; never sum amount_original over currencies.
with progressed as (

    select * from {{ ref('int_opportunities_progressed') }}
    where not is_deleted

),

opportunities as (

    select * from {{ ref('int_opportunities_wound_back') }}

),

leads as (

    select * from {{ ref('int_opportunity_leads_linked') }}

),

campaigns_deleted as (

    select campaign_key
    from {{ ref('int_campaigns_unioned') }}
    where is_deleted

),

users as (

    select user_key, team from {{ ref('dim_users') }}

),

types as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'opportunity_type'

),

opportunities_dated as (

    select
        progressed.*,
        opportunities.opportunity_id,
        case when campaigns_deleted.campaign_key is null then opportunities.campaign_key end as primary_campaign_key,
        opportunities.name,
        opportunities.lost_reason_raw,
        opportunities.competitor,
        leads.lead_key,
        users.team,
        case
            when opportunities.opportunity_type_raw is not null then coalesce(types.value, 'unmapped')
        end as opportunity_type,
        {{ to_local_date('progressed.created_at') }} as created_date,
        {{ to_local_date('progressed.closed_at') }} as closed_date,
        {{ to_local_date('leads.lead_created_at') }} as lead_created_date
    from progressed
    inner join opportunities on progressed.opportunity_key = opportunities.opportunity_key
    left join leads on progressed.opportunity_key = leads.opportunity_key
    left join campaigns_deleted on opportunities.campaign_key = campaigns_deleted.campaign_key
    left join users on progressed.owner_key = users.user_key
    left join types
        on opportunities.source_system = types.source_system
        and opportunities.opportunity_type_raw = types.raw_value

),

opportunities_measured as (

    select
        *,
        {{ days_between('created_date', 'closed_date') }} as cycle_days,
        {{ days_between('lead_created_date', 'closed_date') }} as lead_days,
        -- Worth asking again: unless the account came back by itself.
        has_win_back_reason and is_counted and not coalesce(
            max(case when is_counted and account_key is not null then created_at end) over (partition by account_key) > closed_at, false
        ) as is_win_back
    from opportunities_dated

)

select
    opportunity_key,
    source_system,
    opportunity_id,
    account_key,
    owner_key,
    lead_key,
    primary_campaign_key,
    name,
    team,
    opportunity_type,
    stage,
    stage_raw,
    currency,
    lost_reason,
    lost_reason_raw,
    lost_stage,
    competitor,
    amount,
    amount_original,
    probability,
    cast(round(cast(amount as decimal(20, 2)) * cast(probability as decimal(9, 8)), 2) as decimal(18, 2)) as weighted_amount,
    case when is_won then amount end as won_amount,
    case when cycle_days >= 0 then cycle_days end as sales_cycle_days,
    case when lead_days >= 0 then lead_days end as lead_to_close_days,
    close_date_pushes,
    stage_changes,
    is_counted,
    is_never_real,
    has_quote or is_won as is_quoted,
    is_closed,
    is_won,
    is_lost,
    opportunity_type is null or opportunity_type <> '{{ var('renewal_opportunity_type') }}' as is_in_roi,
    is_lost and lost_reason_raw is not null as has_reason,
    is_win_back,
    is_stalled,
    close_date,
    created_date,
    closed_date,
    created_at,
    closed_at,
    quoted_at
from opportunities_measured
