-- One row per surviving lead that came with UTM parameters: those of the earliest record of its chain of merges with any.
select
    survived.survivor_key as lead_key,
    leads.source_system,
    leads.utm_source,
    leads.utm_medium,
    leads.utm_campaign
from {{ ref('int_leads_unioned') }} as leads
inner join {{ ref('int_records_survived') }} as survived
    on leads.lead_key = survived.record_key
    and survived.record_type = 'lead'
where survived.survivor_key is not null
    and coalesce(leads.utm_source, leads.utm_medium, leads.utm_campaign) is not null
qualify row_number() over (partition by survived.survivor_key order by leads.created_at nulls last, leads.lead_key) = 1
