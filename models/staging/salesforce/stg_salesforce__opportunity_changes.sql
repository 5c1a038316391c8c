-- One row per field change of a Salesforce opportunity.
select
    _source_system as source_system,
    {{ as_salesforce_id('Id') }} as change_id,
    {{ as_salesforce_id('OpportunityId') }} as opportunity_id,
    {{ as_salesforce_id('CreatedById') }} as changed_by_id,
    {{ canonical_history_field('Field') }} as field,
    {{ as_text('OldValue') }} as old_value,
    {{ as_text('NewValue') }} as new_value,
    {{ as_boolean('IsDeleted') }} as is_deleted,
    {{ as_timestamp('CreatedDate') }} as changed_at,
    _load_id,
    _source_file,
    _source_row
from {{ newest_salesforce_rows('opportunity_field_history', 'CreatedDate') }}
where {{ has_id('Id') }}
