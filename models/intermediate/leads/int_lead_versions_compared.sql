-- One row per lead, field and change that shows only between two landed versions of the lead, for systems that export
-- no history of the field. Its time is the stamp of the first version that shows it, else when that was loaded.
with versions as (

    select
        {{ source_key('source_system', 'lead_id') }} as lead_key, source_system, status_raw,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        modified_at, _load_id as load_id, _loaded_at as loaded_at, _source_file as source_file, _source_row as source_row
    from {{ ref('stg_salesforce__lead_versions') }}
    union all
    select
        {{ source_key('source_system', 'lead_id') }} as lead_key, source_system, status_raw,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        modified_at, _load_id as load_id, _loaded_at as loaded_at, _source_file as source_file, _source_row as source_row
    from {{ ref('stg_spreadsheet__lead_versions') }}

),

-- Of versions of one time the last one counts, as it does for the record.
versions_timed as (

    select
        versions.*,
        histories.has_status_history,
        histories.has_owner_history,
        coalesce(versions.modified_at, versions.loaded_at) as seen_at
    from versions
    inner join {{ ref('int_histories_exported') }} as histories
        on versions.source_system = histories.source_system
        and not (histories.has_status_history and histories.has_owner_history)
    qualify row_number() over (
        partition by versions.lead_key, coalesce(versions.modified_at, versions.loaded_at)
        order by versions.loaded_at desc, versions.load_id desc, versions.source_file desc, versions.source_row desc
    ) = 1

),

owners_exported as (

    select distinct load_id
    from {{ ref('stg_ledger__columns') }}
    where is_present and lower(object_name) in ('lead', 'leads') and lower(column_name) in ('ownerid', 'owner_id')

),

field_values as (

    select lead_key, source_system, load_id, source_file, source_row, 'status' as field, status_raw as value, seen_at
    from versions_timed
    where not has_status_history and status_raw is not null
    union all
    -- An empty owner is nobody, but only where the export has the column.
    select versions_timed.lead_key, versions_timed.source_system, versions_timed.load_id, versions_timed.source_file,
        versions_timed.source_row, 'owner' as field, versions_timed.owner_key as value, versions_timed.seen_at
    from versions_timed
    inner join owners_exported on versions_timed.load_id = owners_exported.load_id
    where not versions_timed.has_owner_history

),

values_compared as (

    select
        *,
        lag(value) over (partition by lead_key, field order by seen_at) as previous_value,
        row_number() over (partition by lead_key, field order by seen_at) as version_number
    from field_values

)

select
    lead_key || ':' || field || ':' || lpad(cast(version_number as varchar), 6, '0') as change_id,
    lead_key,
    source_system,
    load_id,
    source_file,
    source_row,
    field,
    previous_value as old_value,
    value as new_value,
    seen_at as changed_at
from values_compared
where version_number > 1 and coalesce(value, '') <> coalesce(previous_value, '')
