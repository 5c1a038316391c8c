-- One row per source system, object that it could export and month of its records: how many, and what is not known.
-- rows: records in their newest version, deleted ones included; not what landed, which counts every version.
select
    source_system,
    object_name,
    subject,
    is_exported,
    is_gap,
    period_month,
    cast(records as integer) as rows,
    case
        when not is_exported and subject in ('lead_history', 'opportunity_history')
            then 'Not exported: ' || missing || ', but for what changed from one load to the next.'
        when not is_exported then 'Not exported: ' || missing || '.'
        when is_gap then 'No records of this month, though there are of months before and after it.'
    end as effect,
    first_record_at,
    last_record_at
from {{ ref('int_objects_covered') }}
