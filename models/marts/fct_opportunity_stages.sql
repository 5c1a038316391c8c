-- One row per stay of an opportunity in a stage.
-- Do not sum days_in_stage over opportunities of which some are still open: the current stay is unfinished.
with stays as (

    select * from {{ ref('int_opportunity_stages_sequenced') }}

),

opportunities as (

    select opportunity_key, is_closed from {{ ref('fct_opportunities') }}

)

select
    stays.opportunity_key,
    stays.source_system,
    stays.stage,
    stays.stage_raw,
    stays.direction,
    stays.stay_source,
    stays.stay_number,
    case
        when not stays.is_current
            then {{ seconds_between('stays.entered_at', 'stays.exited_at') }} / 86400
        when not opportunities.is_closed
            then {{ seconds_between('stays.entered_at', 'stays.as_of_at') }} / 86400
    end as days_in_stage,
    stays.is_current,
    stays.entered_at,
    stays.exited_at
from stays
inner join opportunities on stays.opportunity_key = opportunities.opportunity_key
