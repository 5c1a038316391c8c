-- One row per surviving lead and record that it refers to: whether that record is in the data; an opportunity, whether it
-- was there at as_of_at (one of the future is not).
{{ config(materialized='view') }}
with leads as (

    select * from {{ ref('int_leads_survived') }}

)

select leads.source_system, leads.lead_key, 'owner' as reference, users.user_key is not null as is_in_data
from leads
left join {{ ref('int_users_unioned') }} as users on leads.owner_key = users.user_key
where leads.owner_key is not null
union all
select leads.source_system, leads.lead_key, 'contact' as reference, contacts.contact_key is not null as is_in_data
from leads
left join {{ ref('int_contacts_unioned') }} as contacts on leads.converted_contact_key = contacts.contact_key
where leads.converted_contact_key is not null
union all
select leads.source_system, leads.lead_key, 'account' as reference, accounts.account_key is not null as is_in_data
from leads
left join {{ ref('int_accounts_unioned') }} as accounts on leads.converted_account_key = accounts.account_key
where leads.converted_account_key is not null
union all
select
    leads.source_system,
    leads.lead_key,
    'opportunity' as reference,
    opportunities.opportunity_key is not null as is_in_data
from leads
inner join {{ ref('int_leads_converted') }} as converted on leads.lead_key = converted.lead_key
left join {{ ref('int_opportunities_progressed') }} as opportunities
    on converted.opportunity_key = opportunities.opportunity_key
where converted.opportunity_key is not null
