"""What the page Campaigns says of its numbers: of which campaigns they are, and what other numbers would be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import acquisition, data, marketing, returned, ways
from dashboards.components.campaign_moved import table_of, title_of
from dashboards.components.campaign_tree import whole_of
from dashboards.components.formats import SPACE, money, percent
from dashboards.components.payback import _in_all
from dashboards.components.record_columns import header_of
from dashboards.decomposition import decomposed
from dashboards.filters import Filters
from tests.dashboards.test_data import read
from tests.dashboards.test_marketing import last_year
from tests.dashboards.test_pages import opened


def said(app: AppTest) -> str:
    """All that stands in small words on the page."""
    return "\n".join(str(each.value) for each in app.caption).replace(SPACE, " ")


def return_of(rows: pl.DataFrame) -> float:
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
    assert f"{of['linear'].height} campaigns with a known cost  \n" in told
    assert f"**{percent(return_of(old))}** without the {young} still maturing".replace(SPACE, " ") in told
    assert f"{percent(return_of(of['last_touch']))} by Last touch".replace(SPACE, " ") in told
    every = read(version, "dim_campaigns").height
    assert f"all {every}, {every - of['linear'].height} without a known cost too" in told


def test_the_tile_of_returns_says_no_return_of_before_and_that_of_wins_what_a_customer_costs(version: Path) -> None:
    lines = said(opened("campaigns")).split("\n")
    at = next(place for place, line in enumerate(lines) if "campaigns with a known cost" in line)
    assert not any("which had more time" in line for line in lines[at : at + 3])
    each = acquisition.cost(acquisition.ALONE, last_year()).each
    told = f"all marketing per new customer: {money(each or 0, data.currency())}, see below"
    assert told.replace(SPACE, " ") in said(opened("campaigns"))


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
        assert row["total_roi"] == pytest.approx(return_of(below.filter(pl.col("cost").is_not_null())))


def test_the_last_row_of_the_tree_is_all_campaigns_together(version: Path) -> None:
    tree = marketing.campaigns("linear")
    whole = whole_of(tree.filter(pl.col("depth") == 0).to_dicts())
    known = tree.filter(pl.col("cost").is_not_null())
    assert whole["total_cost"] == pytest.approx(float(known["cost"].sum()))
    assert whole["total_attributed_won_amount"] == pytest.approx(float(tree["attributed_won_amount"].sum()))
    assert whole["total_attributed_open_amount"] == pytest.approx(float(tree["attributed_open_amount"].sum()))
    assert whole["total_roi"] == pytest.approx(return_of(known))
    assert whole["campaigns_without_cost"] == tree["cost"].null_count() > 0
    # All of them, whenever they started, under the model: what the tiles say without a period.
    assert whole["total_roi"] == pytest.approx(
        data.metric("campaign_roi", (), ways.under(Filters(), "linear"))["value"][0]
    )


def test_programmes_without_a_return_are_no_part_of_that_of_all(version: Path) -> None:
    roots = marketing.campaigns("linear").filter(pl.col("depth") == 0).to_dicts()
    one, *others = roots
    lost = [each | {"total_roi": None} for each in others]
    assert whole_of([one, *lost])["total_roi"] == pytest.approx(one["total_roi"])
    assert whole_of([one, *lost])["total_cost"] == pytest.approx(sum(float(each["total_cost"] or 0) for each in roots))
    assert whole_of([one, *lost])["total_priced_won"] == pytest.approx(float(one["total_priced_won"]))
    assert whole_of(lost)["total_roi"] is None


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


def split(now: list[tuple[str, float, float]], then: list[tuple[str, float, float]]) -> pl.DataFrame:
    """The change of the return, split over groups of (name, won, cost)."""
    sides = [pl.DataFrame(each, schema=("label", "hits", "of"), orient="row") for each in (now, then)]
    return decomposed(*sides, "label")


def test_what_groups_brought_to_the_return_adds_up_to_its_change_and_is_named() -> None:
    found = split([("A_b", 300.0, 100.0), ("C", 50.0, 100.0)], [("A_b", 200.0, 100.0), ("C", 100.0, 300.0)])
    # By hand: 300 for 400 is -25 %, 350 for 200 is +75 %. A from a quarter to half of the cost, its rate 2 to 3:
    # (3 - 2) * 0.375 + 0.25 * (2.5 - 1.25) = 68.75; C from 0.75 to 0.5, 1/3 to 1/2: 10.417 + 20.833 = 31.25.
    assert title_of(found).replace(SPACE, " ") == r"ROI -25.0 % before, 75.0 % now: A\_b +68.8 pp, C +31.2 pp"
    table = table_of(found, "Channel", "EUR")
    assert table["Channel"].to_list() == ["A_b", "C", "All"]
    assert table["Brought (pp)"].to_list() == [68.8, 31.2, 100.0]
    assert table["by share of cost (pp)"].to_list() == [31.2, 20.8, 52.1]
    assert table.row(2, named=True) | {"Channel": ""} == {
        "Channel": "",
        "Brought (pp)": 100.0,
        "by share of cost (pp)": 52.1,
        "by own return (pp)": 47.9,
        "ROI (%)": pytest.approx(75),
        "ROI before (%)": pytest.approx(-25),
        "Won (EUR)": 350,
        "Cost (EUR)": 200,
        "Won before (EUR)": 300,
        "Cost before (EUR)": 400,
    }


@pytest.mark.parametrize("by", ["programme", "source_category", "campaign_type"])
def test_the_split_of_the_return_is_exact(version: Path, by: str) -> None:
    last = data.as_of().date()
    now, then = (
        ways.under(Filters(last - timedelta(days=days + 364), last - timedelta(days=days)), "linear")
        for days in (0, 365)
    )
    found = returned.moved(by, now, then)
    change = data.metric("campaign_roi", (), now)["value"][0] - data.metric("campaign_roi", (), then)["value"][0]
    assert found.height > 1
    assert found["effect"].sum() == pytest.approx(change)
    assert found["label"].null_count() == 0


def test_the_page_says_why_the_return_moved_and_nothing_without_a_period_to_compare_with(version: Path) -> None:
    def told(**url: str) -> list[str]:
        return [each.value for each in opened("campaigns", **url).subheader if each.value.startswith("ROI ")]

    assert len(told()) == 1
    assert told(compare="none") == []


def test_answers_that_nearly_everybody_gives_tell_nothing() -> None:
    assert not marketing.tells(pl.DataFrame({"value": [1.0, 0.87, 0.02]}))
    assert marketing.tells(pl.DataFrame({"value": [1.0, 0.4]}))
    assert not marketing.tells(pl.DataFrame(schema={"value": pl.Float64}))


def test_a_month_s_payback_says_how_many_by_its_middle_month_and_what_all_won_back(version: Path) -> None:
    back = [2, 2, 3, 3, 3, 3, 4, 4, None]
    whole = pl.DataFrame({"paid_back": back, "cost": [100.0] * 8 + [200.0], "so_far": [1.2] * 8 + [0.2]})
    # By hand: the fourth and fifth of 2 2 3 3 3 3 4 4 are 3, which 6 do not pass; 8 * 120 + 40 of 1,000 is won back.
    told = _in_all(whole).replace(SPACE, " ")
    assert told.startswith("Paid back: 8 of 9, 6 of these by month 3. All months together won back 100 % of their cost")
    assert "of these by" not in _in_all(whole.with_columns(paid_back=pl.lit(None, pl.Int64)))


def test_the_page_answers_before_it_explains(version: Path) -> None:
    headings = [str(each.value) for each in opened("campaigns", period="all").subheader]
    assert "won back what their mature campaigns cost" in headings[0]
    assert headings.index("What did a lead, a qualified lead and a credited win cost?") == 1
    assert any("by the source of the lead, not by touch" in each for each in headings)


def test_credited_deals_say_that_they_are_not_only_those_won() -> None:
    assert header_of("attributed_opportunities") == "Credited deals (won, lost, open)"


def test_every_return_and_cost_follows_from_its_row_on_the_page(warehouse: Path) -> None:
    tables = [each.value for each in opened("campaigns", period="all").dataframe]
    table = next(each for each in tables if "EUR per win" in each.columns).dropna(subset=["Cost (EUR)"])
    assert len(table) > 3
    assert table["Won, no cost known (EUR)"].sum() > 0
    for _, row in table.iterrows():
        cost, won, leads, wins = (float(row[each]) for each in ("Cost (EUR)", "Won (EUR)", "Leads", "Credited wins"))
        assert row["ROI (%)"] == pytest.approx((won - cost) / cost * 100, abs=0.6)
        assert not leads or row["EUR per lead"] == pytest.approx(cost / leads, abs=0.6)
        # Wins are written with one digit.
        assert wins < 1 or row["EUR per win"] == pytest.approx(cost / wins, rel=0.06 / wins)


@pytest.mark.parametrize("by", ["programme", "source_category", "campaign_key"])
def test_what_has_a_known_cost_and_what_has_not_add_up_to_all(version: Path, by: str) -> None:
    found = marketing.returns(by, ways.under(Filters(), "linear"), "last_touch")
    rows = read(version, "rpt_campaign_roi").filter("has_campaign", pl.col("attribution_model") == "linear")
    priced = rows.filter(pl.col("cost").is_not_null())
    named = {"won": "attributed_won_amount", "leads": "leads", "customers": "attributed_customers"}
    for column, source in named.items():
        assert found[f"priced_{column}"].sum() == pytest.approx(float(priced[source].sum()))
        assert found[f"priced_{column}"].sum() + found[f"unpriced_{column}"].sum() == pytest.approx(
            float(rows[source].sum())
        )
    unknown = found.filter(pl.col("cost").is_null())
    assert unknown["priced_won"].null_count() == unknown.height
