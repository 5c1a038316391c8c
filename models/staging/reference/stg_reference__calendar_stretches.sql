-- One row per working stretch and bucket of working seconds that it overlaps.
select calendar, bucket, seconds_before, seconds_after, starts_at
from {{ source('reference', 'calendar_stretches') }}
