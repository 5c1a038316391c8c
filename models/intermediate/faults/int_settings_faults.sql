-- One row per Salesforce source system and column that the company's settings name and none of its exports has, with the
-- exports of that object.
{%- set named = [
    ('disqualified_reason', 'Lead', 'fct_leads'),
    ('lost_reason', 'Opportunity', 'fct_opportunities'),
    ('competitor', 'Opportunity', 'fct_opportunities'),
] %}
with named as (

    {%- for field, object, table in named %}
    select
        '{{ object }}' as object_name,
        '{{ table }}' as table_name,
        '{{ field }}_column' as setting,
        '{{ var(field ~ "_column") }}' as column_name
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

exported as (

    select
        loads.source_system,
        named.table_name,
        named.setting,
        named.column_name,
        count(distinct columns.load_id) as exports,
        bool_or(columns.is_present and lower(columns.column_name) = lower(named.column_name)) as is_exported
    from named
    inner join {{ ref('stg_ledger__columns') }} as columns on lower(columns.object_name) = lower(named.object_name)
    inner join {{ ref('stg_ledger__loads') }} as loads on columns.load_id = loads.load_id and loads.source = 'salesforce'
    where named.column_name <> ''
    group by loads.source_system, named.table_name, named.setting, named.column_name

)

select
    source_system,
    setting || '_not_exported' as fault,
    table_name,
    'leadhouse.toml names the column ' || column_name || ', which no export has; the usual ones are read.' as description,
    cast(exports as integer) as rows
from exported
where not is_exported
