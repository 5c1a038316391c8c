{#
  A custom field: the raw column that the company names for it, if any export has it, else the first filled of those that
  _sources.yml declares as candidates; null if there is none.
#}
{% macro first_candidate(source_name, table_name, field) -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- set node = graph.sources.values() | selectattr('source_name', 'equalto', source_name) | selectattr('name', 'equalto', table_name) | first -%}
        {%- set named = named_column(source_name, table_name, field) -%}
        {%- for name, column in node.columns.items() if column.meta.get('candidate_for') == field and not named -%}
            {%- do columns.append(as_text(name)) -%}
        {%- endfor -%}
        {%- if named -%}{%- do columns.append(as_text(adapter.quote(named))) -%}{%- endif -%}
    {%- endif -%}
    coalesce({{ (columns + ['cast(null as varchar)', 'cast(null as varchar)']) | join(', ') }})
{%- endmacro %}

{# The column of a raw table that the company's settings name for a field, as the table spells it; '' if it has none. #}
{% macro named_column(source_name, table_name, field) -%}
    {%- set named = var(field ~ '_column', '') | lower -%}
    {%- set found = [] -%}
    {%- if named -%}
        {%- for column in adapter.get_columns_in_relation(source(source_name, table_name)) if column.name | lower == named -%}
            {%- do found.append(column.name) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found | first | default('')) }}
{%- endmacro %}

{# The objects that _sources.yml declares, as rows: source, object_name, subject, missing, history_of. #}
{% macro declared_objects() -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.meta.get('subject') -%}
            {%- do rows.append("select '" ~ node.source_name ~ "' as source, '" ~ node.meta['object'] ~ "' as object_name, '"
                ~ node.meta['subject'] ~ "' as subject, '" ~ node.meta['missing'] ~ "' as missing, '" ~ node.meta.get('history_of', '') ~ "' as history_of") -%}
        {%- endfor -%}
    {%- endif -%}
    {{ rows | join('\nunion all\n') if rows else "select '' as source, '' as object_name, '' as subject, '' as missing, '' as history_of" }}
{%- endmacro %}

{# The columns of a source that hold labels of a list, as rows: entity, column_name, field. #}
{% macro label_columns(source_name) -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.source_name == source_name -%}
            {%- for name, column in node.columns.items() if column.meta.get('maps_to') -%}
                {%- do rows.append("select '" ~ node.name ~ "' as entity, '" ~ name ~ "' as column_name, '" ~ column.meta['maps_to'] ~ "' as field") -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ rows | join('\nunion all\n') if rows else "select '' as entity, '' as column_name, '' as field" }}
{%- endmacro %}
