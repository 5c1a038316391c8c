-- One row per source system, list of labels and raw label: our name for it, `unmapped` where nobody said.
-- A mapping's own value map wins, then the system's row of the definition, then the row for any system.
with translated as (
    select
        collected.source_system,
        collected.field,
        collected.raw_value,
        collected.occurrences,
        value_maps.value as mapped_value,
        lower(trim(coalesce(value_maps.value, collected.raw_value))) as label
    from {{ ref('int_labels_collected') }} as collected
    left join {{ ref('int_value_maps_resolved') }} as value_maps
        on value_maps.source_system = collected.source_system
        and value_maps.field = collected.field
        and value_maps.label = lower(trim(collected.raw_value))
),

matched as (
    select
        translated.*,
        known.value as known_value,
        known.category as known_category,
        categories.source_category as mapped_category,
        row_number() over (
            partition by translated.source_system, translated.field, translated.raw_value
            order by
                -- A value map speaks our names; an export speaks its own.
                case when translated.mapped_value is not null and known.source_system = 'canonical' then 0 else 1 end,
                case known.source_system when translated.source_system then 0 when 'any' then 1 else 2 end
        ) as match_rank
    from translated
    left join {{ ref('int_labels_known') }} as known
        on known.field = translated.field
        and known.label = translated.label
        and known.source_system in (translated.source_system, 'any', 'canonical')
    left join {{ ref('source_categories') }} as categories
        on translated.field = 'lead_source'
        and categories.source_category = translated.mapped_value
)

select
    source_system,
    field,
    raw_value,
    case
        when mapped_category is not null then raw_value
        when known_value is not null then known_value
        -- Lists without a fixed set of names take a value map's word.
        when field in ('lead_source', 'campaign_type', 'campaign_member_status', 'activity_type', 'activity_status') then coalesce(mapped_value, 'unmapped')
        else 'unmapped'
    end as value,
    case when field = 'lead_source' then coalesce(mapped_category, known_category, 'unmapped') end as category,
    occurrences
from matched
where match_rank = 1
