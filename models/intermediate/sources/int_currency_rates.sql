-- One row per currency and span of days: reporting units per unit of the currency, from valid_from until before valid_to.
-- The reporting currency needs no rate; days before a currency's first rate have none.
select
    upper(trim(currency)) as currency,
    valid_from,
    coalesce(lead(valid_from) over (partition by upper(trim(currency)) order by valid_from), cast('9999-12-31' as date)) as valid_to,
    rate
from {{ ref('currency_rates') }}
where upper(trim(currency)) <> upper('{{ var("reporting_currency") }}') and valid_from is not null and rate > 0

union all

select
    upper('{{ var("reporting_currency") }}') as currency,
    cast('0001-01-01' as date) as valid_from,
    cast('9999-12-31' as date) as valid_to,
    cast(1 as double) as rate
