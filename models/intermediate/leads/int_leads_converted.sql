-- One row per surviving lead: what it was converted into and when, by its own record.
-- Of several leads into one opportunity the earliest converted is the opportunity's lead.
-- contact_key stays when the conversion lies after as_of_at: by then the CRM had moved the lead's activities to it.
with leads as (

    select * from {{ ref('int_leads_survived') }}

),

survived as (

    select record_type, record_key, survivor_key, fate from {{ ref('int_records_survived') }}

),

opportunities as (

    select opportunity_key, lead_key, is_deleted, created_at from {{ ref('int_opportunities_unioned') }}

),

-- Some systems write the lead on the opportunity instead, then on several: the lead is told by the first one won, else
-- by one that is still open, else by the earliest.
opportunities_pointing as (

    select survived.survivor_key as lead_key, opportunities.opportunity_key
    from opportunities
    inner join survived on opportunities.lead_key = survived.record_key and survived.record_type = 'lead'
    left join {{ ref('int_opportunities_closed') }} as closings
        on opportunities.opportunity_key = closings.opportunity_key
    where not opportunities.is_deleted and survived.survivor_key is not null
    qualify row_number() over (
        partition by survived.survivor_key
        order by
            case when closings.is_won then 1 when closings.is_closed then 3 else 2 end,
            case when closings.is_won then closings.closed_at end nulls last,
            opportunities.created_at,
            opportunities.opportunity_key
    ) = 1

),

labels as (

    select source_system, raw_value, value
    from {{ ref('int_labels_mapped') }}
    where field = 'lead_status'

),

-- Since when the status says so; it tells only of leads whose record says neither yes nor no.
statuses as (

    select lead_key, min(entered_at) as entered_at
    from {{ ref('int_lead_statuses_sequenced') }}
    where status = 'converted'
    group by lead_key

),

conversions as (

    select lead_key, min(changed_at) as converted_at
    from {{ ref('int_lead_changes_unioned') }}
    where field = 'converted'
    group by lead_key

),

leads_joined as (

    select
        leads.lead_key,
        leads.source_system,
        leads.lead_id,
        leads.created_at,
        leads.as_of_at,
        coalesce(leads.is_converted, conversions.lead_key is not null or labels.value = 'converted', false) as is_converted,
        case
            when contacts.fate is null then leads.converted_contact_key else contacts.survivor_key
        end as contact_key,
        case
            when accounts.fate is null then leads.converted_account_key else accounts.survivor_key
        end as account_key,
        case
            when leads.converted_opportunity_key is null then pointing.opportunity_key
            when not coalesce(opportunities.is_deleted, false) then leads.converted_opportunity_key
        end as opportunity_key,
        coalesce(
            conversions.converted_at,
            -- A mapped system may tell the time itself.
            leads.converted_at_raw,
            case
                when {{ to_local_date('opportunities.created_at') }} = leads.converted_date then opportunities.created_at
                when {{ to_local_date('contact_records.created_at') }} = leads.converted_date
                    then contact_records.created_at
            end,
            case
                when leads.converted_date is not null
                    then greatest({{ start_of_local_day('leads.converted_date') }}, leads.created_at)
            end,
            case when leads.is_converted is null then statuses.entered_at end
        ) as converted_at
    from leads
    left join labels on leads.source_system = labels.source_system and leads.status_raw = labels.raw_value
    left join statuses on leads.lead_key = statuses.lead_key
    left join conversions on leads.lead_key = conversions.lead_key
    left join opportunities on leads.converted_opportunity_key = opportunities.opportunity_key
    left join opportunities_pointing as pointing on leads.lead_key = pointing.lead_key
    left join {{ ref('int_contacts_unioned') }} as contact_records
        on leads.converted_contact_key = contact_records.contact_key
    left join survived as contacts
        on leads.converted_contact_key = contacts.record_key and contacts.record_type = 'contact'
    left join survived as accounts
        on leads.converted_account_key = accounts.record_key and accounts.record_type = 'account'

),

leads_timed as (

    select
        *,
        coalesce(converted_at > as_of_at, false) as is_later
    from leads_joined

),

opportunity_leads as (

    select lead_key
    from leads_timed
    where opportunity_key is not null and not is_later
    qualify row_number() over (
        partition by opportunity_key
        order by case when is_converted then converted_at end nulls last, created_at, lead_id
    ) = 1

)

select
    leads_timed.lead_key,
    leads_timed.contact_key,
    case when not leads_timed.is_later then leads_timed.account_key end as account_key,
    case when not leads_timed.is_later then leads_timed.opportunity_key end as opportunity_key,
    leads_timed.is_converted and not leads_timed.is_later as is_converted,
    case when leads_timed.is_converted and not leads_timed.is_later then leads_timed.converted_at end as converted_at,
    opportunity_leads.lead_key is not null as is_opportunity_lead
from leads_timed
left join opportunity_leads on leads_timed.lead_key = opportunity_leads.lead_key
