-- One row per kind of doubt in the reports of spend, with the lines or days that show it.
with days as (

    select
        valued.*,
        matched.campaign_key,
        coalesce(matched.is_ambiguous, false) as is_ambiguous
    from {{ ref('int_campaign_spend_valued') }} as valued
    left join {{ ref('int_spend_campaigns_matched') }} as matched on valued.spend_campaign_key = matched.spend_campaign_key

),

found as (

    select
        'spend_without_rate' as fault,
        'Days of spend in a currency that is unknown or has no rate on the day; what they cost is unknown.' as description,
        count(*) as rows
    from days
    where spend is null and spend_original is not null
    union all
    select 'spend_without_amount', 'Days of spend with an amount that cannot be read.', count(*)
    from days
    where spend_original is null
    union all
    select
        'spend_without_day', 'Spend whose day cannot be read; it is in no month.', count(*)
    from days
    where spend_date is null
    union all
    select 'spend_of_no_campaign', 'Days of spend that match no campaign; they are no campaign''s cost.', count(*)
    from days
    where campaign_key is null and not is_ambiguous and spend <> 0
    union all
    select 'spend_of_several_campaigns', 'Days of spend that match several campaigns; they are no campaign''s cost.', count(*)
    from days
    where is_ambiguous and spend <> 0
    union all
    select 'spend_below_zero', 'Days of spend below zero, as of a credit note; they count as they are.', count(*)
    from days
    where spend < 0
    union all
    select 'spend_copied', 'Lines that stand in one file twice in every figure; they count once.', count(*)
    from {{ ref('int_spend_lines_settled') }}
    where left_out_reason = 'copied'

)

select 'spend' as source_system, fault, 'fct_campaign_spend' as table_name, description, cast(rows as integer) as rows
from found
where rows > 0
