-- One row per surviving lead: how fast it was answered and how that is judged.
-- Minutes are exact; where only a day is known they are null and the outcome goes by the day.
with leads as (

    select
        leads.lead_key,
        leads.as_of_at,
        leads.clock_precision,
        leads.clock_started_at,
        progressed.is_open,
        progressed.closed_at,
        coalesce(sources.has_activities and sources.activities_from_at is not null, false) as has_activities,
        sources.activities_from_at,
        responded.first_contacted_at,
        coalesce(leads.clock_precision = 'day' or responded.first_contacted_precision = 'day', false) as is_by_day,
        clocks.applies,
        clocks.calendar,
        clocks.working_seconds_before,
        clocks.due_at
    from {{ ref('int_leads_survived') }} as leads
    inner join {{ ref('int_leads_progressed') }} as progressed on leads.lead_key = progressed.lead_key
    inner join {{ ref('int_response_clocks_due') }} as clocks
        on leads.lead_key = clocks.clock_key and clocks.clock_type = 'lead'
    left join {{ ref('int_sources_as_of') }} as sources on leads.source_system = sources.source_system
    left join {{ ref('int_leads_responded') }} as responded on leads.lead_key = responded.lead_key

),

leads_covered as (

    select
        *,
        first_contacted_at is null
        and (not has_activities or coalesce(due_at, clock_started_at) < activities_from_at) as is_uncovered,
        {{ seconds_between('clock_started_at', 'first_contacted_at') }} / 60 as minutes_to_contact,
        {{ seconds_between('clock_started_at', 'coalesce(closed_at, as_of_at)') }} / 60 as minutes_to_end
    from leads

),

leads_judged as (

    select
        covered.*,
        ({{ working_seconds('covered.first_contacted_at', 'days') }} - covered.working_seconds_before) / 60.0
            as business_minutes_to_contact,
        case
            when not covered.applies then null
            when covered.is_uncovered then 'not_measurable'
            when covered.first_contacted_at is null and not covered.is_open
                and coalesce(covered.closed_at, covered.as_of_at) <= covered.due_at then 'closed_untouched'
            when covered.first_contacted_at is null and covered.as_of_at > covered.due_at then 'overdue'
            when covered.first_contacted_at is null then 'pending'
            when covered.is_by_day
                and {{ to_local_date('covered.first_contacted_at') }} <= {{ to_local_date('covered.due_at') }} then 'met'
            when not covered.is_by_day and covered.first_contacted_at <= covered.due_at then 'met'
            else 'late'
        end as response_outcome
    from leads_covered as covered
    left join {{ ref('stg_reference__calendar_days') }} as days
        on covered.calendar = days.calendar
        and cast(covered.first_contacted_at as date) = days.utc_date

),

buckets as (

    select
        response_bucket,
        coalesce(lag(up_to_minutes) over (order by sort_order), -1) as above_minutes,
        up_to_minutes
    from {{ ref('response_buckets') }}
    where response_bucket not in ('never', 'not measurable')

)

select
    judged.lead_key,
    judged.response_outcome,
    case
        when judged.is_uncovered then 'not measurable'
        when judged.first_contacted_at is null then 'never'
        when judged.is_by_day then 'not measurable'
        else buckets.response_bucket
    end as response_bucket,
    case when not judged.is_by_day then judged.minutes_to_contact end as response_minutes,
    case when not judged.is_by_day then cast(judged.business_minutes_to_contact as double) end
        as response_business_minutes,
    case when not judged.is_by_day then coalesce(judged.minutes_to_contact, judged.minutes_to_end) end
        as observed_minutes,
    judged.applies and not judged.is_uncovered and not judged.is_by_day as is_measurable,
    judged.due_at as response_due_at
from leads_judged as judged
left join buckets
    on judged.minutes_to_contact > buckets.above_minutes
    and (judged.minutes_to_contact <= buckets.up_to_minutes or buckets.up_to_minutes is null)
