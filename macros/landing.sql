{#
  True for the version of a record that counts: the newest by the system's own modification stamp; of equal stamps, and
  of versions without one, the version loaded last. One without a stamp is replaced by any that was loaded later, but a
  stamped one never by an older one. Goes into QUALIFY; without window functions within each other, so in three terms:
  no newer stamp; no unstamped version loaded later; no version of the newest stamp loaded later.
#}
{% macro is_latest_version(keys, modified) -%}
    {%- set versions = 'partition by _source_system, ' ~ keys -%}
    {%- set later = versions ~ ' order by _loaded_at desc, _load_id desc, _source_file desc, _source_row desc rows between unbounded preceding and 1 preceding' -%}
    coalesce({{ modified }} = max({{ modified }}) over ({{ versions }}), true)
    and count(*) over ({{ later }}) = count({{ modified }}) over ({{ later }})
    and coalesce(max({{ modified }}) over ({{ later }}) < max({{ modified }}) over ({{ versions }}), true)
{%- endmacro %}

{#
  Relation to select from: the rows of another one, of each record the version that counts. Only records that are there
  more than once are put in order: the windows would cost more than everything else that staging does. The stamp is read
  once, as a column: planning its long expression for each window took longer than running it.
#}
{% macro newest_versions(relation, keys, modified) -%}
    {%- set matches = [] -%}
    {%- for key in keys -%}{%- do matches.append('again_key_' ~ loop.index ~ ' is not distinct from ' ~ key) -%}{%- endfor -%}
    (
        with again as (
            select _source_system as again_system{% for key in keys %}, {{ key }} as again_key_{{ loop.index }}{% endfor %}
            from {{ relation }}
            group by _source_system, {{ keys | join(', ') }}
            having count(*) > 1
        )

        select records.*, cast(null as timestamp) as version_modified_at
        from {{ relation }} as records
        left join again on again_system = _source_system and {{ matches | join(' and ') }}
        where again_system is null
        union all
        select versions.*
        from (
            select records.*, {{ modified }} as version_modified_at
            from {{ relation }} as records
            inner join again on again_system = _source_system and {{ matches | join(' and ') }}
        ) as versions
        qualify {{ is_latest_version(keys | join(', '), 'version_modified_at') }}
    ) as newest
{%- endmacro %}

{# The raw rows of a Salesforce object, of each record the version that counts. #}
{% macro newest_salesforce_rows(table_name, stamp="coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") -%}
    {{ newest_versions(source('salesforce', table_name), [as_salesforce_id('Id')], as_timestamp(stamp)) }}
{%- endmacro %}

{# The name that every source's histories use for a field, from the API name or label that Salesforce writes. #}
{% macro canonical_history_field(column) -%}
    case {{ column }}
        when 'Status' then 'status'
        when 'Owner' then 'owner'
        when 'created' then 'created'
        else
            case lower(trim({{ column }}))
                when 'lead status' then 'status'
                when 'lead owner' then 'owner'
                when 'opportunity owner' then 'owner'
                when 'leadconverted' then 'converted'
                when 'lead converted' then 'converted'
                when 'leadsource' then 'lead_source'
                when 'lead source' then 'lead_source'
                when 'stagename' then 'stage'
                when 'closedate' then 'close_date'
                when 'close date' then 'close_date'
                when 'created.' then 'created'
                when 'opportunitycreatedfromlead' then 'created'
                else lower(trim({{ column }}))
            end
    end
{%- endmacro %}

{# Deleted by the system's own flag, or absent from an export that was declared complete.
   key: the record's id; relation: the alias that the record is read under, where a query reads several. #}
{% macro is_gone(object_name, key, relation='') -%}
    {%- set from = relation ~ '.' if relation else '' -%}
    (coalesce({{ from }}is_deleted, false) or coalesce(
        {{ source_key(from ~ 'source_system', key) }} in (
            select absent_key from {{ ref('int_records_absent') }} where absent_object = '{{ object_name }}'
        ), false
    ))
{%- endmacro %}

{# A yes or no of a mapped system: the mapping's value map, else the text itself. The record is read under `relation`. #}
{% macro mapped_boolean(entity, column, relation) -%}
    coalesce(
        (
            select max({{ as_boolean('maps.value') }})
            from {{ ref('int_value_maps_resolved') }} as maps
            where maps.source_system = {{ relation }}.source_system
                and maps.field = '{{ entity }}.{{ column }}'
                and maps.label = lower({{ relation }}.{{ column }}_raw)
        ),
        {{ relation }}.{{ column }}
    )
{%- endmacro %}
