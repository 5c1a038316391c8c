-- One row per metric: the catalogue that pages, analysts and documents read.
-- Nothing to sum: it says how each figure is computed, and holds none.
select
    metric,
    label,
    fact,
    measure_type,
    numerator_column,
    denominator_column,
    duration_column,
    event_column,
    eligibility_column,
    date_column,
    unit,
    direction,
    description,
    formula
from {{ ref('metrics') }}
