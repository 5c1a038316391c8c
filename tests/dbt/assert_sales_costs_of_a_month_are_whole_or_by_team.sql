-- Fails with each month whose sales cost stands both without a team and by team: it would count twice.
select cost_month
from {{ ref('sales_costs') }}
group by cost_month
having count(*) > count(team) and count(team) > 0
