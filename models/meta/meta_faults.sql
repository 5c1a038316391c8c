-- One row per kind of contradiction in the sources, with the rows that show it.
-- Kinds overlap: do not sum them.
{%- for faults in [
    'int_base_faults',
    'int_lead_faults',
    'int_lead_stay_faults',
    'int_history_faults',
    'int_change_time_faults',
    'int_pipeline_faults',
    'int_reference_faults',
    'int_people_faults',
    'int_settings_faults',
    'int_spend_faults',
    'int_touch_faults',
    'int_opportunity_people_faults',
] %}
select source_system, fault, table_name, description, rows
from {{ ref(faults) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
