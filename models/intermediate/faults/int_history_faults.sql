-- One row per source system, table and kind of what a recorded change, quote or contact role lacks: how many lack it.
-- Without it they tell nothing and are passed over. Deleted ones do not count.
{%- set records = [
    ('stg_salesforce__lead_changes', 'fct_lead_statuses', 'change', {'time': 'changed_at', 'lead': 'lead_id', 'field': 'field'}, true),
    ('stg_spreadsheet__lead_statuses', 'fct_lead_statuses', 'change', {'time': 'entered_at', 'lead': 'lead_id', 'status': 'status_raw'}, false),
    ('stg_spreadsheet__lead_owners', 'fct_lead_assignments', 'change', {'time': 'assigned_at', 'lead': 'lead_id', 'owner': 'owner_id'}, false),
    ('stg_salesforce__opportunity_changes', 'fct_opportunity_stages', 'change', {'time': 'changed_at', 'opportunity': 'opportunity_id', 'field': 'field'}, true),
    ('stg_salesforce__opportunity_snapshots', 'fct_opportunity_stages', 'change', {'time': 'changed_at', 'opportunity': 'opportunity_id', 'stage': 'stage_raw'}, true),
    ('stg_spreadsheet__opportunity_stages', 'fct_opportunity_stages', 'change', {'time': 'entered_at', 'opportunity': 'opportunity_id', 'stage': 'stage_raw'}, false),
    ('stg_salesforce__quotes', 'fct_opportunities', 'quote', {'time': 'created_at', 'opportunity': 'opportunity_id'}, true),
    ('stg_spreadsheet__quotes', 'fct_opportunities', 'quote', {'time': 'created_at', 'opportunity': 'opportunity_id'}, true),
    ('stg_salesforce__contact_roles', 'fct_opportunities', 'contact_role', {'opportunity': 'opportunity_id', 'contact': 'contact_id'}, true),
    ('stg_spreadsheet__contact_roles', 'fct_opportunities', 'contact_role', {'opportunity': 'opportunity_id', 'contact': 'contact_id'}, true),
] %}
with {% for model, table, record, needs, can_be_deleted in records -%}
{{ model }}_counted as (

    select
        source_system,
        {%- for need, column in needs.items() %}
        count(*) - count({{ column }}) as without_{{ need }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(model) }}
    {{ 'where not coalesce(is_deleted, false)' if can_be_deleted }}
    group by source_system

),

{% endfor -%}
lacking as (

    {%- for model, table, record, needs, can_be_deleted in records %}{% set last_model = loop.last %}{% for need in needs %}
    select source_system, '{{ record }}' as record, '{{ need }}' as need, '{{ table }}' as table_name, without_{{ need }} as rows
    from {{ model }}_counted
    {%- if not (last_model and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}{% endfor %}

)

select
    source_system,
    record || '_without_' || need as fault,
    table_name,
    case record
        when 'change' then 'Recorded changes'
        when 'quote' then 'Quotes'
        else 'Contact roles'
    end || ' without ' || case need when 'time' then 'a time that can be read' else 'the ' || need end
    || ': passed over.' as description,
    cast(sum(rows) as integer) as rows
from lacking
where rows > 0
group by source_system, record, need, table_name
