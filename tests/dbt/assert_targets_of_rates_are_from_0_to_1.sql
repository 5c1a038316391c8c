-- Fails with each target of a share of rows that is above 1: 85 % is written 0.85.
select targets.metric, targets.period, targets.value
from {{ ref('targets') }} as targets
inner join {{ ref('metrics') }} as metrics on targets.metric = metrics.metric
where metrics.measure_type in ('rate', 'complement') and targets.value > 1
