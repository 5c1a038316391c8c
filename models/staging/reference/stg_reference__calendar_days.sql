-- One row per calendar and UTC day: the working seconds before it and its working stretches.
select calendar, utc_date, seconds_before, opens_1, closes_1, opens_2, closes_2, opens_3, closes_3, opens_4, closes_4
from {{ source('reference', 'calendar_days') }}
