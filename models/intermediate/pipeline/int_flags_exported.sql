-- One row per source: which yes/no columns its exports carry, and whether they carry what people noted. Salesforce fills them always, so that in a column
-- that is there an empty cell means no; a column that is not there leaves the answer to the stage or status definitions,
-- and so does an empty cell of a mapped system, of which one block of a mapping may fill it and another not.
select
    source_system,
    bool_or(object_name = 'Opportunity' and column_name = 'IsClosed') as has_is_closed,
    bool_or(object_name = 'Opportunity' and column_name = 'IsWon') as has_is_won,
    bool_or(object_name = 'CampaignMember' and column_name = 'HasResponded') as has_responded,
    bool_or(
        (object_name in ('Task', 'Event') and column_name = 'Description') or (object_name = 'activities' and column_name = 'notes')
    ) as has_notes
from {{ ref('stg_ledger__columns') }}
where is_present
group by source_system
