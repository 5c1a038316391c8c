-- Warns per source of leads that are left out of the facts because no creation time of theirs can be read.
{{ config(severity='warn') }}
select source_system, leads
from {{ ref('int_leads_left_out') }}
where left_out_reason = 'no_creation_time'
