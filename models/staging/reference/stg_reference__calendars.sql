-- One row per calendar of working hours.
select calendar, time_zone, standard_day_seconds
from {{ source('reference', 'calendars') }}
