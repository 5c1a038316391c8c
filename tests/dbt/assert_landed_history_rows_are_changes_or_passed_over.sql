-- Fails per source and history whose landed rows are not all changes that the stays are made of, but for those that
-- were deleted, or lack the record, the time or an owner's id. Of rows with one id the version that counts is asked.
{%- set is_owner = canonical_history_field('Field') ~ " <> 'owner' or " ~ is_salesforce_owner_id('trim(OldValue)')
    ~ ' or ' ~ is_salesforce_owner_id('trim(NewValue)') %}
{%- set histories = [
    ('lead_history', 'CreatedDate', 'LeadId', is_owner, 'int_lead_changes_unioned', "told_by = 'history'"),
    ('opportunity_field_history', 'CreatedDate', 'OpportunityId', is_owner, 'int_opportunity_field_changes_unioned', "told_by = 'history'"),
    ('opportunity_history', 'SystemModstamp', 'OpportunityId', 'true', 'int_opportunity_snapshots_unioned', 'true'),
] %}
with landed as (

    {%- for table, stamp, record, condition, model, told in histories %}
    select
        _source_system as source_system,
        '{{ table }}' as history,
        count(distinct {{ as_salesforce_id('Id') }}) as records
    from {{ newest_salesforce_rows(table, stamp) }}
    where {{ as_salesforce_id(record) }} is not null
        and {{ as_timestamp('CreatedDate') }} is not null
        and ({{ condition }})
        and {{ 'true' if table == 'opportunity_history' else 'not coalesce(' ~ as_boolean('IsDeleted') ~ ', false)' }}
    group by _source_system
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

placed as (

    {%- for table, stamp, record, condition, model, told in histories %}
    select changes.source_system, '{{ table }}' as history, count(*) as records
    from {{ ref(model) }} as changes
    inner join (
        select distinct source_system from {{ ref('stg_ledger__loads') }} where source = 'salesforce'
    ) as systems on changes.source_system = systems.source_system
    where {{ told }}
    group by changes.source_system
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

{{ unequal_records('landed', 'placed', ['source_system', 'history']) }}
