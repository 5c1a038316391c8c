-- One row per kind of contradiction in the sources, with the rows that show it.
-- Kinds overlap: do not sum them.
select source_system, fault, table_name, description, rows
from {{ ref('int_base_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_lead_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_lead_stay_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_history_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_change_time_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_pipeline_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_reference_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_people_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_settings_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_spend_faults') }}
union all
select source_system, fault, table_name, description, rows
from {{ ref('int_touch_faults') }}
