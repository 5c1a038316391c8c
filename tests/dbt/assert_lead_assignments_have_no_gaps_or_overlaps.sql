-- Fails with each stay that reaches into the next one of its lead, is out of order, or leaves a time between the two
-- although no change says that nobody owned the lead then.
with stays as (

    select lead_key, stay_number, end_reason, assigned_at, released_at
    from {{ ref('fct_lead_assignments') }}

),

pairs as (

    select
        coalesce(stays.lead_key, later.lead_key) as lead_key,
        coalesce(stays.stay_number, later.stay_number) as stay_number,
        stays.released_at,
        later.assigned_at as next_assigned_at,
        case
            when stays.lead_key is null then later.stay_number <> 1
            else stays.end_reason <> 'reassigned'
                or stays.released_at is null
                or stays.released_at > later.assigned_at
        end as is_wrong,
        coalesce(stays.released_at < later.assigned_at, false) as has_gap
    from stays
    full join stays as later
        on stays.lead_key = later.lead_key
        and stays.stay_number + 1 = later.stay_number
    where later.lead_key is not null

),

nobody as (

    -- What was recorded before the lead was created counts from its creation.
    select distinct changes.lead_key, greatest(changes.changed_at, leads.created_at) as changed_at
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join {{ ref('int_leads_survived') }} as leads on changes.lead_key = leads.lead_key
    where changes.field = 'owner' and changes.new_value is null

)

select pairs.lead_key, pairs.stay_number, pairs.released_at, pairs.next_assigned_at
from pairs
left join nobody on pairs.lead_key = nobody.lead_key and pairs.released_at = nobody.changed_at
where pairs.is_wrong or (pairs.has_gap and nobody.lead_key is null)
