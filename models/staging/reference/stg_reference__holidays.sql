-- One row per calendar and public holiday.
select calendar, holiday_date, holiday_name
from {{ source('reference', 'holidays') }}
