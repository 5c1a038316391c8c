-- One row per change of an opportunity's field that its system recorded, else that shows between two landed versions.
with salesforce_changes as (
    select
        {{ source_key('source_system', 'change_id') }} as change_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        field,
        case when field = 'owner' then {{ source_key('source_system', as_salesforce_id('old_value')) }} else old_value end as old_value,
        case when field = 'owner' then {{ source_key('source_system', as_salesforce_id('new_value')) }} else new_value end as new_value,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        changed_at
    from {{ ref('stg_salesforce__opportunity_changes') }}
    where not coalesce(is_deleted, false) and opportunity_id is not null and changed_at is not null
        and (field <> 'owner' or {{ is_salesforce_owner_id('old_value') }} or {{ is_salesforce_owner_id('new_value') }})
)

select *, 'history' as told_by from salesforce_changes
union all
select
    change_id, opportunity_key, source_system, load_id, source_file, source_row, field, old_value, new_value,
    cast(null as varchar) as changed_by_key, changed_at, 'versions' as told_by
from {{ ref('int_opportunity_versions_compared') }}
