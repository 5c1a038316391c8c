-- One row per lead: what its response limit and the time of its own conversion were decided by.
-- Nothing to sum: fct_leads has what came of it.
with converted as (

    select lead_key, contact_key, opportunity_key, converted_at
    from {{ ref('int_leads_converted') }}

),

recorded as (

    select lead_key, min(changed_at) as converted_at
    from {{ ref('int_lead_changes_unioned') }}
    where field = 'converted'
    group by lead_key

)

select
    clocks.clock_key as lead_key,
    labelled.temperature_at_start,
    clocks.calendar,
    limited.limit_unit,
    case
        when converted.converted_at is null then null
        when converted.converted_at = recorded.converted_at then 'history'
        when converted.converted_at = opportunities.created_at then 'opportunity'
        when converted.converted_at = contacts.created_at then 'contact'
        else 'record'
    end as converted_at_source,
    limited.limit_value,
    limited.applies as limit_applies
from {{ ref('int_response_clocks_due') }} as clocks
inner join {{ ref('int_leads_limited') }} as limited on clocks.clock_key = limited.lead_key
inner join {{ ref('int_leads_labelled') }} as labelled on clocks.clock_key = labelled.lead_key
inner join converted on clocks.clock_key = converted.lead_key
left join recorded on clocks.clock_key = recorded.lead_key
left join {{ ref('int_opportunities_unioned') }} as opportunities
    on converted.opportunity_key = opportunities.opportunity_key
left join {{ ref('int_contacts_unioned') }} as contacts on converted.contact_key = contacts.contact_key
where clocks.clock_type = 'lead'
