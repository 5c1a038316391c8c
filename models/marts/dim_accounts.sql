-- One row per account that is not deleted or merged away, and per account that a record names but the data lack.
-- Employees and annual revenue are the system's own figures, in its own currency: do not sum annual revenue over currencies.
with survivors as (
    select accounts.*
    from {{ ref('int_accounts_unioned') }} as accounts
    inner join {{ ref('int_records_survived') }} as fates
        on fates.record_type = 'account'
        and fates.record_key = accounts.account_key
        and fates.fate = 'kept'
),

referenced as (
    select source_system, account_key from {{ ref('int_opportunities_unioned') }} where account_key is not null
    union
    select source_system, account_key from {{ ref('int_contacts_unioned') }} where account_key is not null
    union
    select source_system, converted_account_key as account_key from {{ ref('int_leads_unioned') }} where converted_account_key is not null
    union
    select source_system, account_key from {{ ref('int_activities_unioned') }} where account_key is not null
    union
    select source_system, parent_account_key as account_key from survivors where parent_account_key is not null
),

absent as (
    select referenced.source_system, referenced.account_key
    from referenced
    left join {{ ref('int_accounts_unioned') }} as accounts on accounts.account_key = referenced.account_key
    where accounts.account_key is null
),

won as (
    select coalesce(fates.survivor_key, opportunities.account_key) as account_key, min(opportunities.closed_at) as first_won_at
    from {{ ref('int_opportunities_progressed') }} as opportunities
    left join {{ ref('int_records_survived') }} as fates
        on fates.record_type = 'account'
        and fates.record_key = opportunities.account_key
    where opportunities.is_won and opportunities.is_counted and opportunities.account_key is not null
    group by coalesce(fates.survivor_key, opportunities.account_key)
)

select
    survivors.account_key,
    survivors.source_system,
    survivors.account_id,
    survivors.account_name,
    coalesce(parents.survivor_key, survivors.parent_account_key) as parent_account_key,
    survivors.account_type,
    survivors.industry,
    survivors.country,
    survivors.employees,
    survivors.annual_revenue,
    survivors.owner_key,
    won.account_key is not null as is_customer,
    true as is_in_data,
    won.first_won_at,
    survivors.created_at
from survivors
left join won on won.account_key = survivors.account_key
left join {{ ref('int_records_survived') }} as parents
    on parents.record_type = 'account'
    and parents.record_key = survivors.parent_account_key

union all

select
    absent.account_key,
    absent.source_system,
    substr(absent.account_key, length(absent.source_system) + 2) as account_id,
    cast(null as varchar) as account_name,
    cast(null as varchar) as parent_account_key,
    cast(null as varchar) as account_type,
    cast(null as varchar) as industry,
    cast(null as varchar) as country,
    cast(null as integer) as employees,
    cast(null as decimal(18, 2)) as annual_revenue,
    cast(null as varchar) as owner_key,
    won.account_key is not null as is_customer,
    false as is_in_data,
    won.first_won_at,
    cast(null as timestamp) as created_at
from absent
left join won on won.account_key = absent.account_key
