-- One row per surviving lead and stretch of time in which it was closed; open-ended while it still is.
-- A lead that is closed today at an unknown time has one without a beginning.
with statuses as (

    select lead_key, status, is_closed, entered_at, exited_at
    from {{ ref('int_lead_statuses_sequenced') }}

),

converted as (

    select lead_key, is_converted, converted_at
    from {{ ref('int_leads_converted') }}

)

select statuses.lead_key, statuses.entered_at as closed_from, statuses.exited_at as closed_until
from statuses
inner join converted on statuses.lead_key = converted.lead_key
where statuses.is_closed and not (statuses.status = 'converted' and converted.is_converted)
union all
select lead_key, converted_at as closed_from, cast(null as timestamp) as closed_until
from converted
where is_converted
