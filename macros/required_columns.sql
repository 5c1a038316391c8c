{#
  Query with one row per column that is declared not_null and holds nulls, over all relations of a kind (seed, model):
  table_name, column_name, rows. One scan per relation and one node for all of them: as nodes of their own these tests
  took most of the time of a build.
#}
{% macro empty_required_columns(kind) -%}
    {%- set required = required_columns(kind) -%}
    with nothing as (
        select cast(null as varchar) as table_name, cast(null as varchar) as column_name, cast(null as bigint) as rows
        where false
    )
    {%- for table in required %},

    counted_{{ loop.index }} as (
        select {% for column in table.columns %}count(*) - count({{ column }}) as empty_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
        from {{ table.relation }}
    )
    {%- endfor %}

    select table_name, column_name, rows from nothing
    {%- for table in required %}{% set number = loop.index %}{% for column in table.columns %}
    union all
    select '{{ table.name }}' as table_name, '{{ column }}' as column_name, empty_{{ loop.index }} as rows
    from counted_{{ number }}
    where empty_{{ loop.index }} > 0
    {%- endfor %}{% endfor %}
{%- endmacro %}

{# The relations of a kind with columns whose not_null test may not fail: name, relation, columns. #}
{% macro required_columns(kind) -%}
    {%- set required = {} -%}
    {%- set nodes = graph.nodes.values() if execute else [] -%}
    {%- for test in nodes | sort(attribute='unique_id')
        if test.resource_type == 'test' and (test.test_metadata or {}).get('name') == 'not_null'
        and test.config.severity | upper == 'ERROR' and (test.attached_node or '').startswith(kind ~ '.') -%}
        {%- if test.attached_node not in model.depends_on.nodes -%}
            {{ exceptions.raise_compiler_error(model.name ~ " does not wait for " ~ test.attached_node ~ ": add a line -- depends_on to it") }}
        {%- endif -%}
        {%- set node = graph.nodes[test.attached_node] -%}
        {%- set table = required.setdefault(node.unique_id, {
            'name': node.name, 'columns': [],
            'relation': api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias),
        }) -%}
        {%- do table.columns.append(test.column_name) -%}
    {%- endfor -%}
    {{ return(required.values() | list) }}
{%- endmacro %}
