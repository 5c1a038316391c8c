-- One row per source system: of which fields it exported a history of its own.
select
    source_system,
    bool_or(is_exported and subject = 'lead_history' and coalesce(history_of, 'status') = 'status') as has_status_history,
    bool_or(is_exported and subject = 'lead_history' and coalesce(history_of, 'owner') = 'owner') as has_owner_history,
    bool_or(is_exported and subject = 'opportunity_history') as has_opportunity_history
from {{ ref('int_objects_exported') }}
group by source_system
