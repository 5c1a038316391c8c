-- One row per source, table of the pipeline facts and fault of its records: contradictions, gaps and rows left out.
{%- set faults = [
    ('has_no_stage', 'The export has no stage for the opportunity.'),
    ('has_stage_against_flags', 'The stage definitions and the closed and won flags of the record disagree; the flags win.'),
    ('has_stage_against_history', 'The last stage in the history is not the stage of the record.'),
    ('has_no_creation', 'The export has no creation time for the opportunity.'),
    ('has_no_closing', 'Closed, and nothing says when.'),
    ('is_closed_before_created', 'Closed before it was created; the sales cycle is left empty.'),
    ('is_closed_before_lead', 'Closed before its lead was created; the days between are left empty.'),
    ('has_no_rate', 'No exchange rate for its currency and day; the amount is left empty.'),
    ('is_won_without_amount', 'Won without an amount.'),
    ('has_impossible_probability', 'The probability is below 0 or above 100 percent; that of its stage is taken.'),
    ('has_negative_amount', 'The amount is below zero and counts as it is.'),
] %}
with opportunities as (

    select * from {{ ref('int_opportunities_faulted') }}

),

members as (

    select * from {{ ref('int_campaign_members_screened') }}
    where left_out_reason is null

),

activities as (

    select * from {{ ref('int_activities_classified') }}

),

faults as (

    {%- for fault, description in faults %}
    select
        source_system,
        '{{ fault }}' as fault,
        'fct_opportunities' as table_name,
        '{{ description }}' as description,
        sum(case when {{ fault }} then 1 else 0 end) as occurrences
    from opportunities
    group by source_system
    union all
    {%- endfor %}
    select
        source_system,
        'is_answered_before_joined' as fault,
        'fct_campaign_members' as table_name,
        'The day of the response is before the membership; the time of joining is taken.' as description,
        sum(case when first_responded_date < {{ to_local_date('created_at') }} then 1 else 0 end) as occurrences
    from members
    group by source_system
    union all
    select
        source_system,
        'has_no_creation' as fault,
        'fct_campaign_members' as table_name,
        'The export has no creation time for the membership; its response has a time only by its own day.' as description,
        sum(case when created_at is null then 1 else 0 end) as occurrences
    from members
    group by source_system
    union all
    select
        source_system,
        'has_no_owner' as fault,
        'fct_activities' as table_name,
        'Nobody owns the activity.' as description,
        sum(case when owner_key is null then 1 else 0 end) as occurrences
    from activities
    group by source_system
    union all
    select source_system, fault, table_name, description, occurrences
    from {{ ref('int_pipeline_references_missing') }}
    union all
    select
        source_system,
        'left_out_' || left_out_reason as fault,
        table_name,
        'Landed and left out of the facts: ' || replace(left_out_reason, '_', ' ') || '.' as description,
        occurrences
    from {{ ref('int_pipeline_rows_left_out') }}

)

select
    source_system,
    fault,
    table_name,
    description,
    cast(occurrences as integer) as rows
from faults
where occurrences > 0
