{#
  Query with one row per source system and object with records that are there more than once in a way that leaves
  doubt: source_system, object_name, disagreeing (records with versions of one modification stamp that do not say the
  same in what staging reads), repeated (ids under which one file holds records that differ; an exact copy is no doubt).
#}
{% macro repeated_records(source_name) -%}
    with nothing as (
        select
            cast(null as varchar) as source_system, cast(null as varchar) as object_name,
            cast(null as bigint) as disagreeing, cast(null as bigint) as repeated
        where false
    )
    {%- for table in versioned_tables(source_name) %},

    {{ table.node.name }}_again as (
        select _source_system as system_again, {{ table.record_id }} as record_again
        from {{ source(source_name, table.node.name) }}
        group by _source_system, {{ table.record_id }}
        having count(*) > 1
    ),

    {{ table.node.name }}_versions as (
        select
            _source_system as source_system,
            {{ table.record_id }} as record_id,
            {{ table.modified_at }} as modified_at,
            _load_id || ' ' || _source_file as file_name,
            {{ row_digest(table.columns, table.node.meta) }} as digest
        from {{ source(source_name, table.node.name) }}
        inner join {{ table.node.name }}_again on _source_system = system_again and {{ table.record_id }} = record_again
    ),

    {{ table.node.name }}_stamps as (
        select source_system, record_id, modified_at is not null and min(digest) <> max(digest) as is_disagreeing, false as is_repeated
        from {{ table.node.name }}_versions
        group by source_system, record_id, modified_at
        union all
        select source_system, record_id, false as is_disagreeing, true as is_repeated
        from {{ table.node.name }}_versions
        group by source_system, record_id, file_name
        having min(digest) <> max(digest)
    )
    {%- endfor %}

    select source_system, object_name, disagreeing, repeated from nothing
    {%- for table in versioned_tables(source_name) %}
    union all
    select
        source_system, '{{ table.node.meta["object"] }}' as object_name,
        count(distinct case when is_disagreeing then record_id end) as disagreeing,
        count(distinct case when is_repeated then record_id end) as repeated
    from {{ table.node.name }}_stamps
    where is_disagreeing or is_repeated
    group by source_system
    {%- endfor %}
{%- endmacro %}

{# A number that differs where rows differ in the text of what staging reads, but for the id and the stamps of time. #}
{% macro row_digest(columns, meta) -%}
    {%- set texts = [] -%}
    {%- for column in columns if column.name not in (meta['key'], meta['modified_column'], 'LastModifiedDate') -%}
        {%- set text = "coalesce(trim(" ~ column.name ~ "), '')" -%}
        {%- do texts.append('substr(' ~ text ~ ', 1, 15)' if meta.get('key_prefix') and column.meta['type'] == 'id' else text) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('digest')(texts | join(', '))) }}
{%- endmacro %}

{% macro default__digest(texts) -%}
    xxhash64({{ texts }})
{%- endmacro %}

{% macro duckdb__digest(texts) -%}
    hash({{ texts }})
{%- endmacro %}
