"""Reps says who has the most to clear up today: every neglected lead, whenever it came, once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dashboards import data
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written


@pytest.mark.parametrize("period", ["30d", "all"])
def test_reps_lists_what_each_owner_has_left_lying(warehouse: Path, version: Path, period: str) -> None:
    leads = read(version, "fct_leads").filter("is_counted")
    app = opened("reps", period=period)
    assert "Who has the most to clear up, whenever the leads came?" in written(app)
    table = next(each.value for each in app.dataframe if "Neglected" in each.value.columns)
    assert table["Neglected"].sum() == leads["is_neglected"].sum() > 0
    assert table["Dropped"].sum() == (leads["is_leaked"] & ~leads["is_neglected"]).sum()
    most = leads.filter("is_neglected").group_by("owner_key").len()["len"].max()
    assert table["Neglected"].iloc[0] == most
    waiting = leads.filter(pl.col("is_open"), pl.col("response_outcome") == "overdue")
    assert table["First answer overdue"].sum() == waiting.height == data.metric("overdue_now")["value"][0]
