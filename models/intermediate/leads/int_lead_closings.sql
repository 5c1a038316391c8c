-- One row per surviving lead and stretch of time in which it was closed. One that lasts until today ends in the year
-- 9999, and one that began at an unknown time began in the year 1: joins over the two need no null.
with statuses as (

    select lead_key, status, is_closed, entered_at, exited_at
    from {{ ref('int_lead_statuses_sequenced') }}

),

converted as (

    select lead_key, is_converted, converted_at
    from {{ ref('int_leads_converted') }}

),

-- `converted` takes effect when the CRM converted the lead, whenever the label was written.
closings as (

    select statuses.lead_key, statuses.entered_at as closed_from, statuses.exited_at as closed_until
    from statuses
    inner join converted on statuses.lead_key = converted.lead_key
    where statuses.is_closed and not (statuses.status = 'converted' and converted.is_converted)
    union all
    select lead_key, converted_at as closed_from, cast(null as timestamp) as closed_until
    from converted
    where is_converted

)

select
    lead_key,
    closed_until is null as is_last,
    coalesce(closed_from, cast('0001-01-01 00:00:00' as timestamp)) as closed_from,
    coalesce(closed_until, cast('9999-12-31 00:00:00' as timestamp)) as closed_until
from closings
