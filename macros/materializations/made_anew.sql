{#
  A build makes its files anew, so that a relation is made under its own name. dbt's own materializations make it under
  another, put an older one aside, rename and drop: two more statements, and what leads to them, for each model.
#}

{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set relation = this.incorporate(type='table') -%}
    {%- do drop_relation_if_exists(load_cached_relation(this)) -%}
    {%- do adapter.ensure_transaction() -%}
    {%- call statement('main', language=model['language']) -%}
        {{ create_table_as(false, relation, compiled_code, model['language']) }}
    {%- endcall -%}
    {%- do persist_docs(relation, model) -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='view') -%}
    {%- do drop_relation_if_exists(load_cached_relation(this)) -%}
    {%- call statement('main') -%}
        {{ get_create_view_as_sql(relation, compiled_code) }}
    {%- endcall -%}
    {%- do persist_docs(relation, model) -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
