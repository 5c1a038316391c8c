-- Fails with each stay that does not end exactly when the next one of its opportunity begins, or is out of order.
select opportunity_key, stay_number, exited_at, next_entered_at
from (
    select
        opportunity_key,
        stay_number,
        is_current,
        exited_at,
        lead(entered_at) over (partition by opportunity_key order by stay_number) as next_entered_at,
        lead(stay_number) over (partition by opportunity_key order by stay_number) as next_stay_number
    from {{ ref('fct_opportunity_stages') }}
) as stays
where case
    when next_stay_number is null then not is_current or exited_at is not null
    else is_current or next_stay_number <> stay_number + 1 or exited_at is distinct from next_entered_at
end
