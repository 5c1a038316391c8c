-- Warns per source of leads that are left out of the facts because no creation time of theirs can be read.
{{ config(severity='warn') }}
select source_system, rows as leads
from {{ ref('int_lead_faults') }}
where fault = 'left_out_no_creation_time'
