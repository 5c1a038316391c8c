-- One row per landed line of a spend report, with the reason why it does not count, if any.
-- Of a line that was loaded more than once the version loaded last counts; of a campaign and day that two kinds of report
-- tell, the kind loaded last. Copies within one file count once; lines that differ add up.
with completed as (

    -- An export that was declared complete replaces everything that its report told before.
    select object_name, max(loaded_at) as completed_at
    from {{ ref('stg_ledger__completed') }}
    where source_system = 'spend'
    group by object_name

),

lines as (

    select
        lines.*,
        lines.platform || ':' || coalesce(lines.platform_account, '') || ':' || coalesce(lines.platform_campaign_id, '') || ':'
        || coalesce(cast(lines.spend_date as varchar), '') as campaign_day,
        coalesce(lines.loaded_at < completed.completed_at, false) as is_before_complete
    from {{ ref('int_spend_lines_unioned') }} as lines
    left join completed on lines.object_name = completed.object_name

),

lines_placed as (

    select
        *,
        first_value(object_name) over (
            partition by campaign_day order by is_before_complete, loaded_at desc, load_id desc, object_name
        ) as newest_object,
        dense_rank() over (
            partition by campaign_day, object_name, line
            order by is_before_complete, loaded_at desc, load_id desc, source_file desc
        ) as version,
        row_number() over (
            partition by campaign_day, object_name, line, load_id, source_file, spend_original, impressions, clicks,
                currency, utm_campaign, platform_campaign_name
            order by source_row
        ) as copy
    from lines

)

select
    campaign_day,
    platform,
    platform_account,
    platform_campaign_id,
    platform_campaign_name,
    utm_campaign,
    object_name,
    currency,
    spend_original,
    spend_in_usd,
    impressions,
    clicks,
    spend_date,
    loaded_at,
    load_id,
    source_file,
    source_row,
    case
        when is_before_complete then 'absent_from_complete_export'
        when object_name <> newest_object or version > 1 then 'replaced'
        when copy > 1 then 'copied'
        {%- if var('as_of') %}
        when spend_date > {{ to_local_date("cast('" ~ var('as_of') ~ "' as timestamp)") }} then 'after_as_of'
        {%- endif %}
    end as left_out_reason
from lines_placed
