-- One row per source system, table and kind of what keeps people from the opportunities they are on, with how many rows.
with roles as (

    select roles.*
    from {{ ref('int_contact_roles_unioned') }} as roles
    inner join {{ ref('int_sources_as_of') }} as sources on roles.source_system = sources.source_system
    where not roles.is_deleted and coalesce(roles.created_at <= sources.as_of_at, true)

),

faults as (

    select
        roles.source_system,
        'role_' || case when survived.fate is null then 'missing_contact' else 'contact_gone' end as fault,
        'fct_opportunity_touchpoints' as table_name,
        'Contact roles of a contact that '
        || case when survived.fate is null then 'is not in the data.' else 'was deleted, or merged into one that is not there.' end
            as description
    from roles
    left join {{ ref('int_records_survived') }} as survived
        on roles.contact_key = survived.record_key
        and survived.record_type = 'contact'
    where roles.contact_key is not null and survived.survivor_key is null
    union all
    select
        roles.source_system,
        'role_missing_opportunity' as fault,
        'fct_opportunity_touchpoints' as table_name,
        'Contact roles of an opportunity that is not in the data.' as description
    from roles
    left join {{ ref('int_opportunities_unioned') }} as opportunities on roles.opportunity_key = opportunities.opportunity_key
    where roles.opportunity_key is not null and opportunities.opportunity_key is null

),

accounts as (

    select
        source_system,
        'account_is_placeholder' as fault,
        'fct_opportunity_touchpoints' as table_name,
        'Accounts with more people than any company has: who is on them is on none of their opportunities for it.' as description
    from {{ ref('int_touch_accounts_joined') }}
    group by source_system, account_key
    having count(*) > {{ var('largest_account') }}

),

unioned as (

    select source_system, fault, table_name, description from faults
    union all
    select source_system, fault, table_name, description from accounts

)

select source_system, fault, table_name, description, cast(count(*) as integer) as rows
from unioned
group by source_system, fault, table_name, description
