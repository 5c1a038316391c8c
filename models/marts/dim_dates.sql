-- PLACEHOLDER: typed contract, its owner replaces it.
select
    cast(null as date) as date_day,
    cast(null as integer) as year,
    cast(null as integer) as quarter,
    cast(null as integer) as month,
    cast(null as integer) as week_of_year,
    cast(null as integer) as weekday,
    cast(null as varchar) as weekday_name,
    cast(null as date) as month_start,
    cast(null as date) as quarter_start,
    cast(null as boolean) as is_weekend,
    cast(null as boolean) as is_working_day,
    cast(null as varchar) as holiday_name
where false
