"""What the page Campaigns says of its numbers: of which campaigns they are, and what other numbers would be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data, marketing, ways
from dashboards.components.formats import SPACE, percent
from dashboards.filters import Filters
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened


def said(app: AppTest) -> str:
    """All that stands in small words on the page."""
    return "\n".join(str(each.value) for each in app.caption).replace(SPACE, " ")


def returned(rows: pl.DataFrame) -> float:
    """What campaigns won beyond their cost, for each unit of cost."""
    cost, won = (float(rows[each].sum()) for each in ("cost", "attributed_won_amount"))
    return (won - cost) / cost


def test_the_return_says_of_which_campaigns_it_is_and_what_it_is_without_the_young_ones(version: Path) -> None:
    until = marketing.mature_until()
    started = read(version, "dim_campaigns").select("campaign_key", "started_date")
    rows = read(version, "rpt_campaign_roi").filter("has_campaign", pl.col("cost").is_not_null())
    rows = rows.join(started, on="campaign_key")
    of = {model: rows.filter(pl.col("attribution_model") == model) for model in ("linear", "last_touch")}
    old = of["linear"].filter((pl.col("started_date") <= until) | pl.col("started_date").is_null())
    young = of["linear"].height - old.height
    assert young > 0
    told = said(opened("campaigns", period="all"))
    assert f"{of['linear'].height} campaigns with a known cost, {young} still maturing" in told
    assert f"**{percent(returned(old))}** without those {young}".replace(SPACE, " ") in told
    assert f"{percent(returned(of['last_touch']))} by Last touch".replace(SPACE, " ") in told
    every = read(version, "dim_campaigns").height
    assert f"all {every}, {every - of['linear'].height} without a known cost too" in told


def test_programmes_are_the_topmost_campaigns_with_all_below_them(version: Path) -> None:
    found = marketing.returns("programme", ways.under(Filters(), "linear"), "last_touch")
    tree = marketing.campaigns("linear").filter(pl.col("depth") == 0)
    assert found.height == tree.height < read(version, "dim_campaigns").height
    both = found.join(tree, left_on="programme", right_on="campaign_key")
    for column, rolled in (("won", "total_attributed_won_amount"), ("cost", "total_cost")):
        assert both[column].fill_null(0).to_list() == pytest.approx(
            both[rolled].cast(pl.Float64).fill_null(0).to_list()
        )
    priced = both.filter(pl.col("roi").is_not_null())
    assert priced["roi"].to_list() == pytest.approx(priced["total_roi"].to_list())


def test_a_programme_s_return_leaves_out_what_campaigns_without_a_known_cost_won(version: Path) -> None:
    tree = marketing.campaigns("linear")
    mixed = tree.filter(pl.col("campaigns_without_cost") > 0, pl.col("total_roi").is_not_null(), pl.col("depth") == 0)
    assert mixed.height
    for row in mixed.to_dicts():
        below = tree.filter(pl.col("campaign_key").is_in(marketing.subtree(tree, row["campaign_key"])))
        assert row["total_roi"] == pytest.approx(returned(below.filter(pl.col("cost").is_not_null())))


def test_what_mature_campaigns_lack_and_young_ones_lack_so_far_is_told_apart(version: Path) -> None:
    last = data.as_of().date()
    where = ways.under(Filters(last - timedelta(days=364), last), "linear")
    found = marketing.returns("campaign_key", where, "last_touch").filter(pl.col("cost").is_not_null())
    lost = (pl.col("cost") - pl.col("won").fill_null(0)).clip(lower_bound=0)
    assert found.select((pl.col("lacking") - pl.when("is_mature").then(lost).otherwise(0)).abs().max()).item() < 0.01
    assert found.select((pl.col("maturing") - pl.when("is_mature").then(0).otherwise(lost)).abs().max()).item() < 0.01
    assert found["maturing"].sum() > 0


def test_without_a_campaign_below_another_there_is_no_programme(version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert marketing.has_programmes()
    flat = marketing.campaigns("linear").with_columns(depth=pl.lit(0))
    monkeypatch.setattr(marketing, "campaigns", lambda model: flat)
    assert not marketing.has_programmes()
