-- One row per calendar day from 2000 to 2040, in the reporting time zone.
-- Nothing to sum but days themselves; is_working_day is the default calendar's, not every person's.
select
    date_day,
    cast(extract(year from date_day) as integer) as year,
    cast(extract(quarter from date_day) as integer) as quarter,
    cast(extract(month from date_day) as integer) as month,
    cast(extract(week from date_day) as integer) as week_of_year,
    weekday,
    {{ weekday_name('date_day') }} as weekday_name,
    cast(date_trunc('month', date_day) as date) as month_start,
    cast(date_trunc('quarter', date_day) as date) as quarter_start,
    weekday >= 6 as is_weekend,
    is_working_day,
    holiday_name
from {{ ref('int_dates_listed') }}
where extract(year from date_day) between 2000 and 2040
