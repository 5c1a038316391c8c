-- One row per source system with a field history of opportunities: which fields it recorded. A CRM keeps the history only
-- of fields that its administrator chose, so that without a single change nobody knows whether there was none.
{{ config(materialized='view') }}
select
    source_system,
    bool_or(field = 'stage') as has_stages,
    bool_or(field = 'close_date') as has_close_dates
from {{ ref('int_opportunity_field_changes_unioned') }}
where told_by = 'history'
group by source_system
