-- One row per source system and kind of fault in leads and their records that occurs, with how many rows it concerns.
with merge_faults as (

    select
        split_part(record_key, ':', 1) as source_system,
        case fate when 'cycle' then 'merge_cycle' else 'merge_survivor_missing' end as fault,
        case record_type when 'lead' then 'fct_leads' when 'contact' then 'dim_people' else 'dim_accounts' end
            as table_name
    from {{ ref('int_records_survived') }}
    where fate in ('cycle', 'survivor_missing')

),

early_touches as (

    select leads.source_system, 'touch_before_clock' as fault, 'fct_activities' as table_name
    from {{ ref('int_lead_attempts_timed') }} as touches
    inner join {{ ref('int_leads_survived') }} as leads on touches.lead_key = leads.lead_key
    where touches.is_attempt and touches.is_early

),

older_than_activities as (

    select leads.source_system, 'contacted_before_coverage' as fault, 'fct_leads' as table_name
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key
    inner join {{ ref('int_sources_as_of') }} as sources on leads.source_system = sources.source_system
    where leads.clock_started_at < sources.activities_from_at and responded.first_contacted_at is not null

),

steps as (

    select
        leads.source_system,
        {{ to_local_date('leads.created_at') }} as created_date,
        leads.created_at,
        rolled_up.qualified_at,
        {{ to_local_date('rolled_up.converted_at') }} as converted_date,
        {{ to_local_date('rolled_up.won_at') }} as won_date,
        converted.is_converted,
        converted.converted_at
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_converted') }} as converted on leads.lead_key = converted.lead_key
    inner join {{ ref('int_leads_rolled_up') }} as rolled_up on leads.lead_key = rolled_up.lead_key

),

step_faults as (

    select source_system, 'qualified_before_creation' as fault, 'fct_leads' as table_name
    from steps
    where qualified_at < created_at
    union all
    select source_system, 'converted_before_creation' as fault, 'fct_leads' as table_name
    from steps
    where converted_date < created_date
    union all
    select source_system, 'won_before_creation' as fault, 'fct_leads' as table_name
    from steps
    where won_date < created_date
    union all
    select source_system, 'converted_at_unknown_time' as fault, 'fct_leads' as table_name
    from steps
    where is_converted and converted_at is null

),

-- Beside the limits that apply, those of which the calendars know no end.
limit_faults as (

    select leads.source_system, 'limit_beyond_calendar' as fault, 'fct_leads' as table_name
    from {{ ref('int_response_clocks') }} as clocks
    inner join {{ ref('int_response_clocks_due') }} as due
        on clocks.clock_key = due.clock_key and clocks.clock_type = due.clock_type
    inner join {{ ref('int_leads_survived') }} as leads on clocks.lead_key = leads.lead_key
    where clocks.clock_type = 'lead' and clocks.applies and due.due_at is null

),

reference_faults as (

    select source_system, 'missing_' || reference as fault, 'fct_leads' as table_name
    from {{ ref('int_lead_references_checked') }}
    where not is_in_data

),

faults as (

    select * from merge_faults
    union all
    select * from early_touches
    union all
    select * from older_than_activities
    union all
    select * from step_faults
    union all
    select * from limit_faults
    union all
    select * from reference_faults

)

select
    source_system,
    fault,
    table_name,
    case fault
        when 'merge_cycle' then 'Merged records whose chain of survivors runs in a circle: rejected.'
        when 'merge_survivor_missing' then 'Merged records whose survivor is not in the data: dropped.'
        when 'touch_before_clock' then 'Attempts logged before the response clock of their lead started: they answer nothing.'
        when 'contacted_before_coverage'
            then 'Leads older than the first exported activity: an earlier contact may be missing, so that they may look slower than they were.'
        when 'qualified_before_creation' then 'Leads qualified before they were created: the duration is left empty.'
        when 'converted_before_creation' then 'Leads converted before they were created: the duration is left empty.'
        when 'won_before_creation' then 'Leads whose opportunity was won before they were created: the duration is left empty.'
        when 'converted_at_unknown_time' then 'Converted leads of which nothing tells when.'
        when 'limit_beyond_calendar'
            then 'Leads whose response limit would end in a year that the calendars do not reach: none applies.'
        when 'missing_owner' then 'Leads whose owner is not in the data: the key is kept.'
        when 'missing_contact' then 'Leads converted into a contact that is not in the data: the key is kept.'
        when 'missing_account' then 'Leads converted into an account that is not in the data: the key is kept.'
        when 'missing_opportunity' then 'Leads converted into an opportunity that is not in the data: the key is kept.'
    end as description,
    cast(count(*) as integer) as rows
from faults
group by source_system, fault, table_name
union all
select
    source_system,
    'left_out_' || left_out_reason as fault,
    'fct_leads' as table_name,
    'Landed and left out of the facts: ' || case left_out_reason
        when 'deleted' then 'deleted.'
        when 'merged' then 'merged into another lead.'
        when 'no_creation_time' then 'no creation time that can be read.'
        else 'created after as of.'
    end as description,
    leads as rows
from {{ ref('int_leads_left_out') }}
