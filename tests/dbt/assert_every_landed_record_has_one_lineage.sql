-- Fails per source and object whose landed leads, opportunities and activities are not each told once in meta_lineage.
with landed as (

    {%- for object, raw, id in [
        ('Lead', source('salesforce', 'lead'), as_salesforce_id('Id')),
        ('Opportunity', source('salesforce', 'opportunity'), as_salesforce_id('Id')),
        ('Task', source('salesforce', 'task'), as_salesforce_id('Id')),
        ('Event', source('salesforce', 'event'), as_salesforce_id('Id')),
        ('leads', source('spreadsheet', 'leads'), as_id('lead_id')),
        ('opportunities', source('spreadsheet', 'opportunities'), as_id('opportunity_id')),
        ('activities', source('spreadsheet', 'activities'), as_id('activity_id')),
    ] %}
    select _source_system as source_system, '{{ object }}' as source_object, count(distinct {{ id }}) as records
    from {{ raw }}
    group by _source_system
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

told as (

    select source_system, source_object, count(*) as records
    from {{ ref('meta_lineage') }}
    group by source_system, source_object

)

{{ unequal_records('landed', 'told', ['source_system', 'source_object']) }}
