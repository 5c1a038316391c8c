-- One row per lead of fct_leads, with its personal data: kept apart so that a role can be given everything else.
-- Nothing to sum.
select
    survived.lead_key,
    people.person_key,
    leads.first_name,
    leads.last_name,
    leads.email,
    leads.phone,
    leads.title,
    leads.street,
    leads.city,
    leads.postal_code,
    leads.website,
    leads.description,
    lower(
        concat_ws(
            ' ', leads.company, leads.first_name, leads.last_name, leads.email, translate(leads.phone, ' +-()/.', ''), leads.lead_id
        )
    ) as search_text
from {{ ref('int_leads_survived') }} as survived
inner join {{ ref('int_leads_unioned') }} as leads on survived.lead_key = leads.lead_key
inner join {{ ref('int_people_identified') }} as people
    on survived.lead_key = people.record_key and people.record_type = 'lead'
