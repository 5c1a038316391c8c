-- One row per opportunity in the facts with what its record contradicts or lacks.
with progressed as (

    select * from {{ ref('int_opportunities_progressed') }}
    where not is_deleted

),

stages as (

    select * from {{ ref('opportunity_stages') }}

),

stays as (

    select * from {{ ref('int_opportunity_stages_summed') }}

),

leads as (

    select * from {{ ref('int_opportunity_leads_linked') }}

)

select
    progressed.opportunity_key,
    progressed.source_system,
    progressed.stage is null as has_no_stage,
    coalesce(stages.is_closed <> progressed.is_closed or stages.is_won <> progressed.is_won, false)
        as has_stage_against_flags,
    coalesce(stays.is_recorded and stays.last_stage <> progressed.stage, false) as has_stage_against_history,
    progressed.created_at is null as has_no_creation,
    progressed.is_closed and progressed.closed_at is null as has_no_closing,
    coalesce({{ to_local_date('progressed.closed_at') }} < {{ to_local_date('progressed.created_at') }}, false)
        as is_closed_before_created,
    coalesce({{ to_local_date('progressed.closed_at') }} < {{ to_local_date('leads.lead_created_at') }}, false)
        as is_closed_before_lead,
    progressed.amount_original is not null and progressed.amount is null as has_no_rate,
    progressed.has_impossible_probability,
    progressed.is_won and progressed.amount_original is null as is_won_without_amount,
    coalesce(progressed.amount_original < 0, false) as has_negative_amount
from progressed
left join stages on progressed.stage = stages.stage
left join stays on progressed.opportunity_key = stays.opportunity_key
left join leads on progressed.opportunity_key = leads.opportunity_key
