-- Fails with each stay that does not end exactly when the next one of its lead begins, or is out of order.
with stays as (

    select lead_key, stay_number, is_current, entered_at, exited_at
    from {{ ref('fct_lead_statuses') }}

)

select
    coalesce(stays.lead_key, later.lead_key) as lead_key,
    stays.stay_number,
    stays.exited_at,
    later.entered_at as next_entered_at
from stays
full join stays as later
    on stays.lead_key = later.lead_key
    and stays.stay_number + 1 = later.stay_number
where case
    when stays.lead_key is null then later.stay_number <> 1
    when later.lead_key is null then not stays.is_current or stays.exited_at is not null
    else stays.is_current or stays.exited_at is distinct from later.entered_at
end
