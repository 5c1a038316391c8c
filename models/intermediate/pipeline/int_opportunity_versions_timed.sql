-- One row per opportunity and time at which a landed version shows it, for systems that export no history of it: the
-- version's stamp, else when it was loaded. Of versions of one time the last one counts, as it does for the record.
with versions as (

    select
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key, source_system,
        {{ source_key('source_system', 'owner_id') }} as owner_key, stage_raw, amount, close_date, modified_at,
        _load_id as load_id, _loaded_at as loaded_at, _source_file as source_file, _source_row as source_row
    from {{ ref('stg_salesforce__opportunity_versions') }}
    union all
    select
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key, source_system,
        {{ source_key('source_system', 'owner_id') }} as owner_key, stage_raw, amount, close_date, modified_at,
        _load_id as load_id, _loaded_at as loaded_at, _source_file as source_file, _source_row as source_row
    from {{ ref('stg_spreadsheet__opportunity_versions') }}

),

versions_counted as (

    select
        versions.*,
        min(versions.load_id) over (partition by versions.opportunity_key)
        <> max(versions.load_id) over (partition by versions.opportunity_key) as is_in_several_loads,
        coalesce(versions.modified_at, versions.loaded_at) as seen_at
    from versions
    inner join {{ ref('int_histories_exported') }} as histories
        on versions.source_system = histories.source_system and not histories.has_opportunity_history

)

select
    opportunity_key,
    source_system,
    load_id,
    source_file,
    source_row,
    owner_key,
    stage_raw,
    amount,
    close_date,
    is_in_several_loads,
    seen_at
from versions_counted
qualify row_number() over (
    partition by opportunity_key, seen_at order by loaded_at desc, load_id desc, source_file desc, source_row desc
) = 1
