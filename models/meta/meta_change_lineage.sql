-- One row per recorded change of a lead or opportunity that its facts are told by: where it stands.
-- Do not count it as changes of hands or stages: a history repeats values, and the facts join equal ones.
with changes as (

    select
        lead_key as record_key,
        'lead' as entity,
        field,
        load_id,
        source_file,
        source_row,
        changed_at
    from {{ ref('int_lead_changes_unioned') }}
    where field in ('status', 'owner', 'converted')
    union all
    select
        opportunity_key as record_key,
        'opportunity' as entity,
        field,
        load_id,
        source_file,
        source_row,
        changed_at
    from {{ ref('int_opportunity_field_changes_unioned') }}
    where field in ('stage', 'close_date')
    union all
    select
        opportunity_key as record_key,
        'opportunity' as entity,
        'saved' as field,
        load_id,
        source_file,
        source_row,
        changed_at
    from {{ ref('int_opportunity_snapshots_unioned') }}
    where not is_deleted

)

select
    record_key,
    entity,
    field,
    load_id,
    source_file,
    source_row,
    changed_at
from changes
