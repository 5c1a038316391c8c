-- One row per user or queue, known or only named: what it is, its team and its calendar.
-- An id that is not in the data is a person on the default calendar; queues are told by Salesforce's id prefix.
with everyone as (
    select
        user_key,
        source_system,
        user_id,
        user_name,
        owner_type,
        team,
        division,
        department,
        title,
        manager_key,
        manager_name,
        time_zone,
        is_active,
        is_automated,
        true as is_in_data
    from {{ ref('int_users_unioned') }}

    union all

    select
        referenced.user_key,
        referenced.source_system,
        substr(referenced.user_key, length(referenced.source_system) + 2) as user_id,
        cast(null as varchar) as user_name,
        case when referenced.user_key like '%:00G%' then 'queue' else 'user' end as owner_type,
        cast(null as varchar) as team,
        cast(null as varchar) as division,
        cast(null as varchar) as department,
        cast(null as varchar) as title,
        cast(null as varchar) as manager_key,
        cast(null as varchar) as manager_name,
        cast(null as varchar) as time_zone,
        true as is_active,
        false as is_automated,
        false as is_in_data
    from {{ ref('int_users_referenced') }} as referenced
    left join {{ ref('int_users_unioned') }} as users on users.user_key = referenced.user_key
    where users.user_key is null
),

listed_automated as (
    select distinct everyone.user_key
    from everyone
    inner join {{ ref('automated_users') }} as listed
        on listed.user_id = everyone.user_id
        and listed.source_system in (everyone.source_system, 'any')
)

select
    everyone.user_key,
    everyone.source_system,
    everyone.user_id,
    coalesce(everyone.user_name, everyone.user_id) as user_name,
    everyone.owner_type,
    coalesce(teams.team, everyone.team, everyone.division, everyone.department) as team,
    everyone.title,
    everyone.manager_key,
    everyone.manager_name,
    case
        when everyone.owner_type = 'queue' then '{{ var("default_calendar") }}'
        else coalesce(own.calendar, zones.calendar, '{{ var("default_calendar") }}')
    end as calendar,
    everyone.time_zone,
    everyone.is_active,
    everyone.is_automated or listed_automated.user_key is not null as is_automated,
    everyone.is_in_data
from everyone
left join listed_automated on listed_automated.user_key = everyone.user_key
left join {{ ref('user_teams') }} as teams
    on teams.source_system = everyone.source_system
    and teams.user_id = everyone.user_id
left join {{ ref('user_calendars') }} as own
    on own.source_system = everyone.source_system
    and own.user_id = everyone.user_id
left join {{ ref('calendar_time_zones') }} as zones on zones.time_zone = everyone.time_zone
