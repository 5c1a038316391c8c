-- One row per user, queue or group of every source.
with salesforce_users as (
    select
        source_system,
        _load_id as load_id,
        user_id,
        coalesce(user_name, {{ as_text("coalesce(first_name, '') || ' ' || coalesce(last_name, '')") }}) as user_name,
        user_type_raw,
        is_active,
        cast(null as boolean) as is_automated,
        division,
        department,
        cast(null as varchar) as team,
        title,
        manager_id,
        cast(null as varchar) as manager_name,
        time_zone,
        false as is_group,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__users') }}
),

salesforce_groups as (
    select
        source_system,
        _load_id as load_id,
        group_id as user_id,
        coalesce(group_name, developer_name) as user_name,
        coalesce(group_type, 'Queue') as user_type_raw,
        true as is_active,
        false as is_automated,
        cast(null as varchar) as division,
        cast(null as varchar) as department,
        cast(null as varchar) as team,
        cast(null as varchar) as title,
        cast(null as varchar) as manager_id,
        cast(null as varchar) as manager_name,
        cast(null as varchar) as time_zone,
        true as is_group,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__groups') }}
),

spreadsheet_users as (
    select
        users.source_system,
        users._load_id as load_id,
        users.user_id,
        users.user_name,
        coalesce(owner_types.value, users.owner_type) as user_type_raw,
        {{ mapped_boolean('users', 'is_active', 'users') }} as is_active,
        {{ mapped_boolean('users', 'is_automated', 'users') }} as is_automated,
        cast(null as varchar) as division,
        cast(null as varchar) as department,
        users.team,
        users.title,
        users.manager_id,
        users.manager_name,
        users.time_zone,
        false as is_group,
        users.created_at,
        users.modified_at
    from {{ ref('stg_spreadsheet__users') }} as users
    left join {{ ref('int_value_maps_resolved') }} as owner_types
        on owner_types.source_system = users.source_system
        and owner_types.field = 'owner_type'
        and owner_types.label = lower(users.owner_type)
),

users_unioned as (
    select * from salesforce_users
    union all
    select * from salesforce_groups
    union all
    select * from spreadsheet_users
),

user_types as (
    select source_system, lower(trim(user_type_raw)) as label, owner_type, is_automated
    from {{ ref('user_types') }}
    union
    select 'canonical' as source_system, owner_type as label, owner_type, is_automated
    from {{ ref('user_types') }}
),

types_ranked as (
    select
        users_unioned.*,
        user_types.owner_type as typed_owner_type,
        user_types.is_automated as typed_is_automated,
        automated_users.user_id is not null as is_listed_automated,
        row_number() over (
            partition by users_unioned.source_system, users_unioned.user_id
            order by case user_types.source_system when users_unioned.source_system then 0 when 'any' then 1 else 2 end
        ) as type_rank
    from users_unioned
    left join user_types
        on user_types.label = lower(users_unioned.user_type_raw)
        and user_types.source_system in (users_unioned.source_system, 'any', 'canonical')
    left join {{ ref('automated_users') }} as automated_users
        on automated_users.user_id = users_unioned.user_id
        and automated_users.source_system in (users_unioned.source_system, 'any')
)

select
    {{ source_key('source_system', 'user_id') }} as user_key,
    source_system,
    load_id,
    user_id,
    user_name,
    user_type_raw,
    coalesce(typed_owner_type, case when is_group then 'queue' else 'user' end) as owner_type,
    coalesce(is_active, true) as is_active,
    is_listed_automated or coalesce(is_automated, typed_is_automated, false) as is_automated,
    division,
    department,
    team,
    title,
    {{ source_key('source_system', 'manager_id') }} as manager_key,
    manager_name,
    time_zone,
    is_group,
    created_at,
    modified_at
from types_ranked
where type_rank = 1
