-- Fails per source and currency whose amounts in the facts, with those of records that are left out, do not add up to the
-- landed ones.
-- Holds for a build as of now: an earlier day winds amounts back.
with landed_versions as (

    select
        _source_system as source_system,
        {{ as_salesforce_id('Id') }} as opportunity_id,
        {{ as_text('CurrencyIsoCode') }} as currency,
        {{ as_number('Amount') }} as amount,
        row_number() over (
            partition by _source_system, {{ as_salesforce_id('Id') }}
            order by
                {{ as_timestamp("coalesce(nullif(SystemModstamp, ''), LastModifiedDate)") }} desc nulls last,
                _loaded_at desc, _load_id desc, _source_row desc
        ) as version_number
    from {{ source('salesforce', 'opportunity') }}
    union all
    select
        _source_system as source_system,
        {{ as_id('opportunity_id') }} as opportunity_id,
        {{ as_text('currency') }} as currency,
        {{ as_number('amount') }} as amount,
        row_number() over (
            partition by _source_system, {{ as_id('opportunity_id') }}
            order by {{ as_timestamp('modified_at') }} desc nulls last, _loaded_at desc, _load_id desc, _source_row desc
        ) as version_number
    from {{ source('spreadsheet', 'opportunities') }}

),

landed as (

    select
        source_system,
        upper(trim(coalesce(currency, '{{ var("reporting_currency") }}'))) as currency,
        sum(amount) as amount
    from landed_versions
    where version_number = 1 and opportunity_id is not null
    group by 1, 2

),

placed_amounts as (

    select source_system, currency, amount_original as amount from {{ ref('fct_opportunities') }}
    union all
    select source_system, currency, amount_original as amount
    from {{ ref('int_opportunities_progressed') }}
    where is_deleted
    union all
    select opportunities.source_system, opportunities.currency, opportunities.amount_original as amount
    from {{ ref('int_opportunities_unioned') }} as opportunities
    left join {{ ref('int_opportunities_progressed') }} as progressed
        on opportunities.opportunity_key = progressed.opportunity_key
    where progressed.opportunity_key is null

),

placed as (

    select source_system, currency, sum(amount) as amount
    from placed_amounts
    group by source_system, currency

)

select landed.source_system, landed.currency, landed.amount as landed, placed.amount as placed
from landed
full join placed on landed.source_system = placed.source_system and landed.currency = placed.currency
where coalesce(landed.amount, 0) <> coalesce(placed.amount, 0)
    and '{{ var("as_of") }}' = ''
