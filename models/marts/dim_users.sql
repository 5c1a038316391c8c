-- One row per user, queue or partner that owns, creates or changes anything, whether or not the user is in the data.
-- Nothing to sum: counts of records belong to the facts.
select
    users.user_key,
    users.source_system,
    users.user_id,
    users.user_name,
    users.owner_type,
    users.team,
    users.manager_key,
    coalesce(managers.user_name, users.manager_name) as manager_name,
    users.title,
    users.calendar,
    coalesce(users.time_zone, calendars.time_zone, '{{ var("reporting_time_zone") }}') as time_zone,
    users.is_active,
    users.is_automated,
    users.is_in_data
from {{ ref('int_users_described') }} as users
left join {{ ref('int_users_described') }} as managers on managers.user_key = users.manager_key
left join {{ ref('calendars') }} as calendars on calendars.calendar = users.calendar
