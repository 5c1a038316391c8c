-- One row per source: which yes/no columns its exports carry. In a column that is there an empty cell means no;
-- a column that is not there leaves the answer to the stage or status definitions.
select
    source_system,
    bool_or(lower(object_name) in ('opportunity', 'opportunities') and lower(column_name) in ('isclosed', 'is_closed'))
        as has_is_closed,
    bool_or(lower(object_name) in ('opportunity', 'opportunities') and lower(column_name) in ('iswon', 'is_won'))
        as has_is_won,
    bool_or(
        lower(object_name) in ('campaignmember', 'campaign_members')
        and lower(column_name) in ('hasresponded', 'has_responded')
    ) as has_responded
from {{ ref('stg_ledger__columns') }}
where is_present
group by source_system
