{# The versions of records in the raw tables: what each is known by, and which are absent from a complete export. #}

{# The id of a raw row as staging knows the record; records of some entities may have none of their own. #}
{% macro record_id(source_name, table_name, key='') -%}
    {%- if source_name == 'salesforce' -%}
        {{ as_salesforce_id(key) }}
    {%- elif table_name == 'campaign_members' -%}
        coalesce({{ as_id('campaign_member_id') }}, coalesce({{ as_id('campaign_id') }}, '') || ':' || coalesce({{ as_id('lead_id') }}, '') || ':' || coalesce({{ as_id('contact_id') }}, ''))
    {%- elif table_name == 'contact_roles' -%}
        coalesce({{ as_id('opportunity_id') }}, '') || ':' || coalesce({{ as_id('contact_id') }}, '') || ':' || coalesce({{ as_text('role') }}, '')
    {%- elif table_name == 'quotes' -%}
        coalesce({{ as_id('quote_id') }}, coalesce({{ as_id('opportunity_id') }}, '') || ':' || coalesce({{ as_text('created_at') }}, ''))
    {%- else -%}
        {{ as_id(key) }}
    {%- endif -%}
{%- endmacro %}

{# The declared tables of a source whose rows are versions of records: node, id, modification stamp, creation. #}
{% macro versioned_tables(source_name) -%}
    {%- set tables = [] -%}
    {%- set nothing = 'cast(null as timestamp)' -%}
    {%- for node, columns in read_columns(source_name) if node.meta.get('key') or node.name in ('contact_roles', 'quotes') -%}
        {%- set created = 'CreatedDate' if 'CreatedDate' in node.columns else 'created_at' if 'created_at' in node.columns else '' -%}
        {%- set modified = node.meta['modified_column'] -%}
        {%- set stamp = "coalesce(nullif(SystemModstamp, ''), LastModifiedDate)" if 'LastModifiedDate' in node.columns else modified -%}
        {%- do tables.append({
            'node': node,
            'columns': columns,
            'record_id': record_id(source_name, node.name, node.meta['key']),
            'modified_at': as_timestamp(stamp) if stamp else nothing,
            'created_at': as_timestamp(created) if created else nothing,
        }) -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}

{# The raw tables of a source with the columns that some staging model reads. #}
{% macro read_columns(source_name) -%}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.source_name == source_name -%}
            {%- set readers = [] -%}
            {%- for model in graph.nodes.values() if node.unique_id in model.depends_on.nodes and '_cast_failures' not in model.name and '_versions_' not in model.name -%}
                {%- do readers.append(model.raw_code) -%}
            {%- endfor -%}
            {%- set code = readers | join(' ') -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() if column.name in code or column.meta.get('candidate_for') -%}
                {%- do columns.append(column) -%}
            {%- endfor -%}
            {%- if columns -%}{%- do tables.append((node, columns)) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{%- endmacro %}

{#
  Query with one row per source system, object and landed version of a record, where the object was ever exported
  completely: source_system, object_name, load_id, loaded_at, record_id, modified_at, created_at.
#}
{% macro completed_versions(source_name) -%}
    {%- for table in versioned_tables(source_name) %}
    select
        _source_system as source_system, '{{ table.node.meta["object"] }}' as object_name, _load_id as load_id,
        _loaded_at as loaded_at, {{ table.record_id }} as record_id,
        {{ table.modified_at }} as modified_at, {{ table.created_at }} as created_at
    from {{ source(source_name, table.node.name) }}
    where _source_system in (
        select source_system from {{ ref('stg_ledger__completed') }} where object_name = '{{ table.node.meta["object"] }}'
    )
    union all
    {%- endfor %}
    select
        cast(null as varchar) as source_system, cast(null as varchar) as object_name, cast(null as varchar) as load_id,
        cast(null as timestamp) as loaded_at, cast(null as varchar) as record_id,
        cast(null as timestamp) as modified_at, cast(null as timestamp) as created_at
    where false
{%- endmacro %}
