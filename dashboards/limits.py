"""Within what time a lead must be answered: the limits of a version, per source category and temperature.

Reads `definitions.response_slas`. Grain: one row per limit, the special ones first. Writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.sql import fetch


def limits_of(path: Path) -> pl.DataFrame:
    """Return `source` (null: every other source), `temperature` (null: any), `limit_value`, `limit_unit`, `applies`."""
    sql = """
        select
            case when s.source_category <> 'any' then coalesce(c.label, s.source_category) end as source,
            nullif(s.temperature, 'any') as temperature, s.limit_value, s.limit_unit, s.applies
        from definitions.response_slas as s
        left join definitions.source_categories as c on c.source_category = s.source_category
        order by not s.applies, source is null, temperature is null, c.sort_order, source, temperature
    """
    return fetch(path, sql, {})
