-- One row per change of a lead's field that its system recorded, else that shows between two landed versions of the
-- lead. The first row of a field may have no old value.
with salesforce_changes as (
    select
        {{ source_key('source_system', 'change_id') }} as change_id,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        field,
        case when field = 'owner' then {{ source_key('source_system', as_salesforce_id('old_value')) }} else old_value end as old_value,
        case when field = 'owner' then {{ source_key('source_system', as_salesforce_id('new_value')) }} else new_value end as new_value,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        changed_at
    from {{ ref('stg_salesforce__lead_changes') }}
    where not coalesce(is_deleted, false) and lead_id is not null and changed_at is not null
        and (field <> 'owner' or {{ is_salesforce_owner_id('old_value') }} or {{ is_salesforce_owner_id('new_value') }})
),

-- Padded, for ids as texts decide between changes of one instant.
spreadsheet_statuses as (
    select
        source_system || ':status:' || lead_id || ':' || lpad(cast(row_number() over entries as varchar), 6, '0') as change_id,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'status' as field,
        lag(status_raw) over entries as old_value,
        status_raw as new_value,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        entered_at as changed_at
    from {{ ref('stg_spreadsheet__lead_statuses') }}
    where lead_id is not null and entered_at is not null and status_raw is not null
    window entries as (partition by source_system, lead_id order by entered_at, _source_row, status_raw)
),

spreadsheet_owners as (
    select
        source_system || ':owner:' || lead_id || ':' || lpad(cast(row_number() over entries as varchar), 6, '0') as change_id,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'owner' as field,
        {{ source_key('source_system', 'lag(owner_id) over entries') }} as old_value,
        {{ source_key('source_system', 'owner_id') }} as new_value,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        assigned_at as changed_at
    from {{ ref('stg_spreadsheet__lead_owners') }}
    where lead_id is not null and assigned_at is not null and owner_id is not null
    window entries as (partition by source_system, lead_id order by assigned_at, _source_row, owner_id)
)

select *, 'history' as told_by from salesforce_changes
union all
select *, 'history' as told_by from spreadsheet_statuses
union all
select *, 'history' as told_by from spreadsheet_owners
union all
select
    change_id, lead_key, source_system, load_id, source_file, source_row, field, old_value, new_value, cast(null as varchar) as changed_by_key,
    changed_at, 'versions' as told_by
from {{ ref('int_lead_versions_compared') }}
