-- A required field that int_leads_labelled does not look at would make every profile incomplete.
select field
from {{ ref('profile_fields') }}
where is_required
    and field not in ('company', 'email', 'phone', 'country', 'title', 'industry', 'employees', 'lead_source_raw')
