-- One row per attribution model, opportunity that counts and touch with a credit; where the model can credit no touch, one
-- row without a touch and with all the credit. The model of the primary campaign, which ignores touches, is left out.
-- A view: with all models on it has many times the rows of the touches, and only the fact reads it.
{{ config(materialized='view') }}
{%- set positions = {'first': 'first', 'lead': 'lead_creation', 'opportunity': 'opportunity_creation', 'close': 'closing'} %}
{%- set names = positions.keys() | list %}
with models as (

    select
        *,
        close_weight > 0 and coalesce(first_weight, lead_weight, opportunity_weight, nullif(middle_weight, 0)) is null as is_of_last_touch
    from {{ ref('attribution_models') }}
    where is_enabled and method <> 'primary_campaign'

),

-- An open opportunity has no closing touch: a model of the last touch takes the latest. An opportunity without any touch
-- stands alone.
touches_modelled as (

    select
        models.*,
        opportunities.opportunity_key,
        opportunities.is_closed,
        touches.touchpoint_key,
        touches.campaign_key,
        touches.channel,
        touches.touch_number,
        touches.touches,
        touches.first_number,
        touches.lead_number,
        touches.opportunity_number,
        case when models.is_of_last_touch then touches.touches else touches.close_number end as close_number,
        touches.decay_credit,
        channels.credit as channel_credit,
        touches.touched_at
    from {{ ref('int_opportunities_progressed') }} as opportunities
    cross join models
    left join {{ ref('int_opportunity_touches_aged') }} as touches on opportunities.opportunity_key = touches.opportunity_key
    left join {{ ref('int_channel_credits') }} as channels
        on models.attribution_model = channels.attribution_model
        and touches.opportunity_key = channels.opportunity_key
        and touches.channel = channels.channel
    where opportunities.is_counted

),

-- The middle is what holds none of the positions that the model looks at. One touch may hold several.
touches_positioned as (

    select
        *,
        {%- for name in names %}
        {{ name }}_weight is not null and coalesce(touch_number = {{ name }}_number, false) as holds_{{ name }},
        {%- endfor %}
        touches
        {%- for name in names %}
        - case
            when {{ name }}_weight is not null and {{ name }}_number is not null
                {%- for earlier in names[:loop.index0] %}
                and not coalesce({{ earlier }}_weight is not null and {{ earlier }}_number = {{ name }}_number, false)
                {%- endfor %} then 1
            else 0
        end
        {%- endfor %} as middle_touches
    from touches_modelled

),

touches_weighed as (

    select
        *,
        not (holds_first or holds_lead or holds_opportunity or holds_close) as is_middle,
        {% for name in names -%}
        case when holds_{{ name }} then {{ name }}_weight else 0 end
        {{ '+ ' if not loop.last }}
        {%- endfor %} as own_weight,
        {% for name in names -%}
        case when {{ name }}_number is not null then coalesce({{ name }}_weight, 0) else 0 end +
        {% endfor -%}
        case when middle_touches > 0 then coalesce(middle_weight, 0) else 0 end as held_weight
    from touches_positioned

),

-- What nobody holds falls to what is held, in proportion; if nothing is held, the model can credit no touch.
touches_credited as (

    select
        *,
        touch_number is not null and (method <> 'positions' or held_weight > 0) as is_attributed,
        case
            when method = 'linear' then cast(1 as double) / touches
            when method = 'time_decay' then decay_credit
            when method <> 'positions' then channel_credit
            when held_weight > 0 and is_middle then coalesce(middle_weight, 0) / middle_touches / held_weight
            when held_weight > 0 then own_weight / held_weight
        end as credit
    from touches_weighed

)

select
    attribution_model,
    opportunity_key,
    case when is_attributed then touchpoint_key end as touchpoint_key,
    case when is_attributed then campaign_key end as campaign_key,
    case when is_attributed then channel else 'unattributed' end as channel,
    case
        when is_attributed and method = 'positions' then substr(
            {%- for name in names %}
            case when holds_{{ name }} then {{ "case when is_closed then ',closing' else ',last' end" if name == 'close' else "'," ~ positions[name] ~ "'" }} else '' end ||
            {%- endfor %}
            case when is_middle then ',middle' else '' end,
            2
        )
    end as positions,
    case when is_attributed then credit else cast(1 as double) end as credit,
    case when is_attributed then touched_at end as touched_at
from touches_credited
where is_attributed and credit > 0 or not is_attributed and coalesce(touch_number, 1) = 1
