"""What campaigns won by quarter against the published credits added up by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboards import marketing, rhythm


def test_each_campaign_has_what_it_and_all_below_it_won_in_each_quarter(version: Path) -> None:
    with duckdb.connect(str(version), read_only=True) as connection:
        parents = dict(connection.execute("select campaign_key, parent_campaign_key from dim_campaigns").fetchall())
        credits = connection.execute(
            """select t.campaign_key, o.closed_date, t.attributed_won_amount
            from fct_campaign_attribution as t inner join fct_opportunities as o using (opportunity_key)
            where t.attribution_model = 'linear' and o.is_won and o.is_counted and t.campaign_key is not null
                and o.opportunity_type is distinct from 'renewal'"""
        ).fetchall()
    expected: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for key, closed, amount in credits:
        above: str | None = key
        while above is not None and amount:
            expected[above, date(closed.year, closed.month - (closed.month - 1) % 3, 1)] += amount
            above = parents[above]
    found = rhythm.won_by_quarter(marketing.campaigns("linear"), "linear")
    assert any(parents[key] for key, _ in expected)
    assert {(key, quarter) for key, quarter, _ in found.iter_rows()} == set(expected)
    for key, quarter, won in found.iter_rows():
        assert won == pytest.approx(float(expected[key, quarter]))


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 20), date(2025, 1, 1), date(2026, 10, 1)),
        (date(2026, 3, 31), date(2024, 4, 1), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2024, 7, 1), date(2026, 4, 1)),
    ],
)
def test_eight_quarters_are_shown_up_to_that_of_the_data(today: date, first: date, last: date) -> None:
    shown = rhythm.quarters(today)
    assert (len(shown), shown[0], shown[-1]) == (8, first, last)
    assert shown == sorted(shown)
