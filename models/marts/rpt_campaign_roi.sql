-- One row per attribution model and campaign, and per model and source system for what belongs to no campaign.
-- Within one model, columns without total_ add up to the whole; total_ columns hold those below and are not to be summed.
-- Renewals stand apart: attributed_renewal_won_amount is in no other column.
{%- set figures = [
    'leads', 'qualified_leads', 'customers', 'attributed_opportunities', 'attributed_customers',
    'attributed_amount', 'attributed_open_amount', 'attributed_won_amount', 'attributed_renewal_won_amount',
] %}
{%- set types = {'leads': 'bigint', 'qualified_leads': 'bigint', 'customers': 'bigint',
    'attributed_opportunities': 'double', 'attributed_customers': 'double'} %}
with campaigns as (

    select campaign_key, source_system, cast(cost as decimal(28, 2)) as cost
    from {{ ref('dim_campaigns') }}

    union all

    -- What belongs to no campaign, so that nothing is left out of the sum over all rows.
    select cast(null as varchar) as campaign_key, source_system, cast(null as decimal(28, 2)) as cost
    from (
        select source_system from {{ ref('fct_opportunities') }}
        union
        select source_system from {{ ref('fct_leads') }}
    ) as systems

    union all
    select cast(null as varchar) as campaign_key, source_system, cast(sum(spend) as decimal(28, 2)) as cost
    from {{ ref('fct_campaign_spend') }}
    where campaign_key is null
    group by source_system

),

-- Without opportunities nothing that was won is known: a return would be -1 of whatever was spent.
systems_selling as (
    select distinct source_system from {{ ref('int_objects_exported') }} where subject = 'opportunities' and is_exported
),

models as (
    select attribution_model from {{ ref('attribution_models') }} where is_enabled
),

credits as (

    select
        credits.attribution_model,
        credits.source_system,
        credits.campaign_key,
        -- Decimals: their sum does not depend on the order in which it is added up.
        sum(case when credits.is_in_roi then cast(credits.credit as decimal(28, 15)) end) as attributed_opportunities,
        sum(case when credits.is_in_roi and opportunities.is_won then cast(credits.credit as decimal(28, 15)) end)
            as attributed_customers,
        sum(case when credits.is_in_roi then credits.attributed_amount end) as attributed_amount,
        sum(case when credits.is_in_roi and not opportunities.is_closed then credits.attributed_amount end) as attributed_open_amount,
        sum(case when credits.is_in_roi then credits.attributed_won_amount end) as attributed_won_amount,
        sum(case when not credits.is_in_roi then credits.attributed_won_amount end) as attributed_renewal_won_amount
    from {{ ref('fct_campaign_attribution') }} as credits
    inner join {{ ref('fct_opportunities') }} as opportunities on credits.opportunity_key = opportunities.opportunity_key
    group by credits.attribution_model, credits.source_system, credits.campaign_key

),

leads as (

    select
        source_system,
        campaign_key,
        count(*) as leads,
        sum(case when is_qualified then 1 else 0 end) as qualified_leads,
        sum(case when is_won then 1 else 0 end) as customers
    from {{ ref('fct_leads') }}
    where is_counted
    group by source_system, campaign_key

),

own as (

    select
        models.attribution_model,
        campaigns.campaign_key,
        campaigns.source_system,
        campaigns.cost,
        {%- for figure in figures %}
        coalesce({{ 'leads' if loop.index <= 3 else 'credits' }}.{{ figure }}, 0) as {{ figure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from models
    cross join campaigns
    left join credits
        on models.attribution_model = credits.attribution_model
        and campaigns.source_system = credits.source_system
        and coalesce(campaigns.campaign_key, '') = coalesce(credits.campaign_key, '')
    left join leads
        on campaigns.source_system = leads.source_system
        and coalesce(campaigns.campaign_key, '') = coalesce(leads.campaign_key, '')

),

-- Each campaign in its own total and in that of every campaign above it.
placed as (

    select campaign_key as total_campaign_key, own.* from own where campaign_key is not null
    union all
    select nested.ancestor_campaign_key as total_campaign_key, own.*
    from own
    inner join {{ ref('int_campaigns_nested') }} as nested on own.campaign_key = nested.campaign_key

),

totals as (

    select
        attribution_model,
        total_campaign_key,
        sum(cost) as total_cost,
        {%- for figure in figures %}
        sum({{ figure }}) as total_{{ figure }},
        {%- endfor %}
        sum(case when cost is null then 1 else 0 end) as campaigns_without_cost
    from placed
    group by attribution_model, total_campaign_key

)

select
    own.attribution_model,
    own.campaign_key,
    own.source_system,
    own.cost,
    {%- for figure in figures %}
    cast(own.{{ figure }} as {{ types.get(figure, 'decimal(38, 10)') }}) as {{ figure }},
    {%- endfor %}
    -- The spend that matches no campaign is no campaign's cost, and earns nothing.
    case when own.campaign_key is not null and systems_selling.source_system is not null
        then cast(own.attributed_won_amount - own.cost as double) / cast(own.cost as double)
    end as roi,
    cast(coalesce(totals.total_cost, own.cost) as decimal(28, 2)) as total_cost,
    {%- for figure in figures %}
    cast(coalesce(totals.total_{{ figure }}, own.{{ figure }}) as {{ types.get(figure, 'decimal(38, 10)') }}) as total_{{ figure }},
    {%- endfor %}
    case when systems_selling.source_system is not null
        then cast(totals.total_attributed_won_amount - totals.total_cost as double) / cast(totals.total_cost as double)
    end as total_roi,
    cast(coalesce(totals.campaigns_without_cost, 0) as integer) as campaigns_without_cost,
    own.campaign_key is not null as has_campaign,
    own.campaign_key is not null and systems_selling.source_system is not null as is_return_known
from own
left join totals
    on own.attribution_model = totals.attribution_model
    and own.campaign_key = totals.total_campaign_key
left join systems_selling on own.source_system = systems_selling.source_system
