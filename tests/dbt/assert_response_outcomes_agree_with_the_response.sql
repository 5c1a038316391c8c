-- Fails with each lead whose outcome, bucket or minutes contradict whether and when it was contacted.
select lead_key, response_outcome, response_bucket, response_minutes
from {{ ref('fct_leads') }}
where is_response_due <> (is_counted and coalesce(response_outcome in ('met', 'late', 'overdue'), false))
    or is_response_met <> (is_counted and coalesce(response_outcome = 'met', false))
    or (response_outcome in ('met', 'late')) <> (response_outcome is not null and is_contacted)
    or (response_bucket = 'never' and is_contacted)
    or (response_bucket not in ('never', 'not measurable') and response_minutes is null)
    or (response_minutes is not null and not is_contacted)
    or (
        response_minutes is not null
        and abs(
            {{ seconds_between('clock_started_at', 'first_contacted_at') }} / 60 - response_minutes
        ) > 0.000001
    )
    or (
        first_contacted_precision = 'second'
        and response_outcome = 'met'
        and response_bucket <> 'not measurable'
        and first_contacted_at > response_due_at
    )
