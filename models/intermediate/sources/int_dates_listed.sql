-- One row per day that the calendars cover: whether people on the default calendar work on it.
with days as (
    select utc_date as date_day
    from {{ ref('stg_reference__calendar_days') }}
    where calendar = '{{ var("default_calendar") }}'
),

hours as (
    select distinct weekday
    from {{ ref('calendar_hours') }}
    where calendar = '{{ var("default_calendar") }}'
),

holidays as (
    select holiday_date, min(holiday_name) as holiday_name
    from {{ ref('stg_reference__holidays') }}
    where calendar = '{{ var("default_calendar") }}'
    group by holiday_date
)

select
    days.date_day,
    {{ iso_weekday('days.date_day') }} as weekday,
    hours.weekday is not null and holidays.holiday_date is null as is_working_day,
    holidays.holiday_name
from days
left join hours on hours.weekday = {{ iso_weekday('days.date_day') }}
left join holidays on holidays.holiday_date = days.date_day
