-- One row per surviving lead: the steps that its own record and history tell. Flags follow today's record too;
-- where neither a history nor another version tells the times stay unknown. Duplicates are not rolled up here.
with leads as (

    select lead_key, has_status_history from {{ ref('int_leads_survived') }}

),

steps as (

    select status, is_closed, implies_contacted, implies_qualified from {{ ref('lead_status_steps') }}

),

stays as (

    select
        stays.*,
        coalesce(steps.implies_contacted, false) as implies_contacted,
        coalesce(steps.implies_qualified, false) as implies_qualified,
        lag(stays.status) over (partition by stays.lead_key order by stays.stay_number) as previous_status
    from {{ ref('int_lead_statuses_sequenced') }} as stays
    left join steps on stays.status = steps.status

),

-- `converted` takes effect when the CRM converted the lead, whenever the label was written.
histories as (

    select
        lead_key,
        bool_or(implies_contacted) as implied_contacted,
        bool_or(implies_qualified) as implied_qualified,
        min(case when implies_qualified and status <> 'converted' then entered_at end) as qualified_at,
        min(case when implies_qualified then entered_at end) as qualified_or_converted_at,
        bool_or(stay_source = 'versions') as is_told_by_versions,
        bool_or(implies_qualified and entered_at is null) as was_qualified_before,
        max(case when is_closed and not was_closed then entered_at end) as closed_at,
        bool_or(is_closed and is_current) as ends_closed,
        max(case when status = 'disqualified' and is_current then entered_at end) as disqualified_at,
        max(case when previous_status = 'disqualified' and not is_closed then entered_at end) as recycled_at,
        sum(case when previous_status = 'disqualified' and not is_closed then 1 else 0 end) as recycle_count
    from stays
    group by lead_key

),

leads_joined as (

    select
        leads.lead_key,
        labelled.status,
        coalesce(steps.is_closed, false) as has_closed_status,
        converted.is_converted,
        converted.converted_at,
        -- The first version of a lead may show it qualified since an unknown time.
        leads.has_status_history or coalesce(histories.is_told_by_versions and not histories.was_qualified_before, false)
            as has_qualified_time,
        coalesce(histories.implied_contacted, false) or coalesce(steps.implies_contacted, false) as implied_contacted,
        coalesce(histories.implied_qualified, false) or coalesce(steps.implies_qualified, false) as implied_qualified,
        histories.qualified_at,
        histories.qualified_or_converted_at,
        case when histories.ends_closed then histories.closed_at end as status_closed_at,
        histories.disqualified_at,
        histories.recycled_at,
        -- Null where nothing tells what the lead was before.
        case
            when leads.has_status_history or histories.is_told_by_versions then coalesce(histories.recycle_count, 0)
        end as recycle_count
    from leads
    inner join {{ ref('int_leads_labelled') }} as labelled on leads.lead_key = labelled.lead_key
    inner join {{ ref('int_leads_converted') }} as converted on leads.lead_key = converted.lead_key
    left join histories on leads.lead_key = histories.lead_key
    left join steps on labelled.status = steps.status

)

select
    lead_key,
    cast(recycle_count as integer) as recycle_count,
    implied_contacted or is_converted as implied_contacted,
    implied_qualified or is_converted as is_qualified,
    coalesce(status = 'disqualified', false) as is_disqualified,
    not is_converted and not has_closed_status as is_open,
    case
        when not has_qualified_time then null
        when is_converted then least(qualified_at, converted_at)
        else qualified_or_converted_at
    end as qualified_at,
    case when status = 'disqualified' then disqualified_at end as disqualified_at,
    recycled_at,
    case
        when is_converted then converted_at
        when has_closed_status then status_closed_at
    end as closed_at
from leads_joined
