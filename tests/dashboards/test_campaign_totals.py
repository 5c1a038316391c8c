"""The row of all campaigns below their groups: it agrees with the tiles and with the rows above it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dashboards import data, marketing, ways
from dashboards.components.formats import SPACE
from dashboards.filters import Filters
from dashboards.priced import together
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written


@pytest.mark.parametrize("by", ["programme", "source_category", "campaign_type", "campaign_key"])
def test_all_groups_together_are_what_the_tiles_say(version: Path, by: str) -> None:
    where = ways.under(Filters(), "linear")
    whole = together(marketing.returns(by, where, "last_touch")).row(0, named=True)
    of_mature = data.metric("campaign_roi", (), marketing.mature_where(where))["value"][0]
    of_other = data.metric("campaign_roi", (), ways.under(Filters(), "last_touch"))["value"][0]
    assert (whole["mature_roi"], whole["roi_beside"]) == pytest.approx((of_mature, of_other))
    for name in ("roi", "cost", "per_lead", "per_qualified_lead", "per_opportunity", "per_customer"):
        metric = {"roi": "campaign_roi", "cost": "campaign_cost"}.get(name, f"cost_{name}")
        assert whole[name] == pytest.approx(data.metric(metric, (), where)["value"][0])


def test_of_groups_without_any_known_cost_nothing_is_said_to_cost_nothing(version: Path) -> None:
    known = marketing.returns("campaign_key", ways.under(Filters(), "linear"), "last_touch")
    whole = together(known.filter(pl.col("cost").is_null())).row(0, named=True)
    assert whole["campaigns"] > 0
    assert [whole[each] for each in ("cost", "roi", "mature_roi", "per_lead", "per_customer")] == [None] * 5


def test_the_table_ends_with_the_sum_of_its_rows_and_the_cost_says_of_how_many_it_is_not_known(version: Path) -> None:
    app = opened("campaigns", period="all")
    table = next(each.value for each in app.dataframe if "EUR per win" in each.value)
    assert table.iloc[-1, 0] == "All"
    rows = read(version, "rpt_campaign_roi").filter("has_campaign", pl.col("attribution_model") == "linear")
    unknown = rows["cost"].null_count()
    assert table["Cost (EUR)"].iloc[-1] == pytest.approx(float(rows["cost"].sum()), abs=0.6)
    assert table["Leads"].iloc[:-1].sum() == table["Leads"].iloc[-1]
    assert f"of {rows.height - unknown} campaigns, not known of {unknown} more" in written(app).replace(SPACE, " ")


def test_one_group_has_no_row_of_all(version: Path) -> None:
    for source in ("web", "event", "webinar", "partner"):
        app = opened("campaigns", period="all", source=source)
        table = next(each.value for each in app.dataframe if "EUR per win" in each.value)
        listed = "1 row · " if len(table) == 1 else f"{len(table) - 1} rows, then all together · "
        assert listed in written(app)
        assert (table.iloc[-1, 0] == "All") == (len(table) > 1)
