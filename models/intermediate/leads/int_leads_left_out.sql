-- One row per source system and reason for which landed leads have no row in the facts, with how many, beside the merges
-- that lead nowhere.
select source_system, fate as left_out_reason, cast(count(*) as integer) as leads
from {{ ref('int_leads_fated') }}
where fate not in ('published', 'cycle', 'absent_survivor')
group by source_system, fate
