"""Qualification by groups: figures counted again from the facts with Polars, pooled groups, links, empty results."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import data
from dashboards.components import cohorts
from dashboards.components.filter_bar import View
from dashboards.components.lead_groups import GROUPS, MOST_GROUPS, named
from dashboards.filters import Filters
from dashboards.pooling import pooled
from tests.dashboards.conftest import change
from tests.dashboards.test_pages import opened, written

WEB = Filters().only("source_category", "web")


@pytest.fixture
def leads(version: Path) -> pl.DataFrame:
    """The counted leads."""
    with duckdb.connect(str(version), read_only=True) as connection:
        return connection.execute("select * from fct_leads where is_counted").pl()


def counted(leads: pl.DataFrame, field: str) -> dict[object, tuple[int, int]]:
    """Leads qualified and leads created per group."""
    found = leads.group_by(field).agg(pl.col("is_qualified").sum(), pl.len())
    return {row[0]: (row[1], row[2]) for row in found.iter_rows()}


@pytest.mark.parametrize("key", GROUPS)
@pytest.mark.parametrize("where", [Filters(), WEB], ids=["all", "web"])
def test_a_group_has_the_leads_that_the_facts_have(leads: pl.DataFrame, key: str, where: Filters) -> None:
    field = GROUPS[key].field
    kept = leads if where == Filters() else leads.filter(pl.col("source_category") == "web")
    expected = counted(kept, field)
    found = data.ranking("qualification_rate", field, where, MOST_GROUPS)
    alone = {row[field]: (row["hits"], row["of"]) for row in found.filter(pl.col("pooled") == 0).to_dicts()}
    assert alone.items() <= expected.items()
    others = found.filter(pl.col("pooled") > 0).to_dicts()
    if len(expected) <= MOST_GROUPS + 1:
        assert alone == expected
        assert not others
    else:
        left = [each for group, each in expected.items() if group not in alone]
        assert len(alone) == MOST_GROUPS
        assert max(of for _, of in left) <= min(of for _, of in alone.values())
        assert [(row["hits"], row["of"], row["pooled"]) for row in others] == [
            (sum(hits for hits, _ in left), sum(of for _, of in left), len(left))
        ]
    assert found["of"].sum() == kept.height


def test_campaigns_are_more_than_the_picture_has(leads: pl.DataFrame) -> None:
    assert leads["campaign_key"].n_unique() > MOST_GROUPS + 1


def rates(groups: int) -> pl.DataFrame:
    """Groups a, b, c, ... of 10, 20, 30, ... leads of which one in ten qualified."""
    of = [10 * (number + 1) for number in range(groups)]
    return pl.DataFrame(
        {
            "group": list("abcdefgh"[:groups]),
            "n": of,
            "hits": [each // 10 for each in of],
            "of": of,
            "value": [0.1] * groups,
            "low": [0.0] * groups,
            "high": [1.0] * groups,
        }
    )


def test_the_smallest_groups_become_one_with_an_interval_of_its_own() -> None:
    found = pooled(rates(5), "group", 3)
    assert found["group"].to_list() == ["e", "d", "c", None]
    last = found.row(-1, named=True)
    assert (last["n"], last["hits"], last["of"], last["pooled"]) == (30, 3, 30, 2)
    # Wilson by hand: (0.1 + 3.8415/60 -+ 1.96 sqrt(0.09/30 + 3.8415/3600)) / (1 + 3.8415/30) = 0.1454 -+ 0.1108.
    assert (last["low"], last["high"]) == (pytest.approx(0.0346, abs=5e-5), pytest.approx(0.2562, abs=5e-5))


def test_one_group_alone_is_not_pooled() -> None:
    assert pooled(rates(4), "group", 3)["group"].to_list() == ["a", "b", "c", "d"]
    assert pooled(rates(5), "group", 3).height == 4


def test_a_group_without_a_value_is_no_other_group() -> None:
    group = GROUPS["campaign"]
    found = pl.DataFrame({"campaign_key": ["x", None, None], "campaign_key_label": ["May fair", "?", None]})
    shown = named(found.with_columns(pooled=pl.Series([0, 0, 7])), group)
    assert shown["campaign_key_label"].to_list() == ["May fair", "No campaign", "Other campaigns (7)"]


def test_companies_stand_by_size_and_not_by_rate(warehouse: Path) -> None:
    app = opened("qualification", period="all", by="size")
    app.toggle(key="table_source").set_value(True).run()
    sizes = app.dataframe[0].value["Company size"].to_list()
    order = ["1-9", "10-49", "50-249", "250-999", "1000 and more", "No company size"]
    assert len(sizes) > 3
    assert sizes == [each for each in order if each in sizes]


@pytest.mark.parametrize("key", GROUPS)
def test_a_link_opens_the_page_by_its_group(warehouse: Path, key: str) -> None:
    app = opened("qualification", period="all", by=key)
    headings = [str(each.value) for each in app.subheader]
    assert headings[:2] == [GROUPS[key].qualify, GROUPS[key].buy]
    assert f"How fast do they qualify, by {GROUPS[key].word}?" in headings
    assert not app.warning


def test_a_group_that_does_not_exist_is_named_and_sources_are_shown(warehouse: Path) -> None:
    app = opened("qualification", period="all", by="shoe size")
    assert [str(each.value) for each in app.warning] == [
        'The link names the grouping "shoe size", which this data does not have. Shown: Source.'
    ]
    assert app.subheader[0].value == GROUPS["source"].qualify


def test_a_group_that_no_lead_has_is_not_offered(changed: Path) -> None:
    change(changed, "update fct_leads set industry = null, temperature = null")
    app = opened("qualification", period="all", by="industry")
    assert "grouping" in app.warning[0].value
    offered = next(each for each in app.button_group if each.key == "by").options
    assert {"Industry", "Temperature"}.isdisjoint(offered)


def test_filters_that_leave_nothing_leave_no_group(warehouse: Path) -> None:
    app = opened("qualification", period="1999-01-01..1999-01-31", by="campaign")
    assert "period" in app.info[0].value
    assert not app.button_group


def test_the_time_to_qualify_of_a_group_is_the_median_of_its_qualified_leads(leads: pl.DataFrame) -> None:
    qualified = leads.filter("is_qualified").drop_nulls("hours_to_qualify")
    expected = dict(qualified.group_by("country").agg(pl.col("hours_to_qualify").median()).iter_rows())
    found = dict(data.metric("median_hours_to_qualify", ("country",)).select("country", "value").iter_rows())
    assert {country: found[country] for country in expected} == pytest.approx(expected)


def test_groups_of_few_have_no_time(leads: pl.DataFrame) -> None:
    qualified = leads.filter("is_qualified").drop_nulls("hours_to_qualify").group_by("campaign_key").len()
    enough = qualified.filter(pl.col("len") >= 5).sort("len", descending=True).head(MOST_GROUPS)
    assert qualified["len"].min() < 5
    app = opened("qualification", period="all", by="campaign")
    assert "5 at least" in written(app)
    before = len(app.dataframe)
    app.toggle(key="table_speed").set_value(True).run()
    assert len(app.dataframe) == before + 1
    shown = next(each.value for each in app.dataframe if list(each.value.columns[:1]) == ["Campaign"])
    assert sorted(shown["n"], reverse=True) == enough["len"].to_list()


def test_the_time_that_it_takes_is_told_of_those_who_qualify(leads: pl.DataFrame) -> None:
    times = pl.DataFrame({"share": [0.5, 0.9], "minutes": [120.0, 20 * 1440.0]})
    said = "Half of those who qualify do so within 2 h, nine in ten within 20 d"
    assert cohorts.within(times).replace("\u00a0", " ") == said
    assert cohorts.within(times.clear()) == "How long does it take?"
    # Of leads of long ago half of the qualified, counted without a curve. The late ones are weighed by the few that
    # are still open, so that the curve's own weights must be known to tell more than about which rank it is.
    until = data.as_of().date() - timedelta(days=500)
    hours = leads.filter(pl.col("created_date") <= until, "is_qualified").drop_nulls("hours_to_qualify")
    ranked = hours["hours_to_qualify"].sort()
    half, most = data.ask("within", "median_time_to_qualify", (0.5, 0.9), Filters(None, until))["minutes"]
    assert ranked[ceil(0.5 * len(ranked)) - 1] * 60 <= half + 1 <= ranked[ceil(0.55 * len(ranked)) - 1] * 60 + 2
    assert most > ranked[ceil(0.85 * len(ranked)) - 1] * 60


def test_a_young_month_shows_its_leads_that_are_old_enough(leads: pl.DataFrame) -> None:
    today = data.as_of().date()
    view = View(Filters(today - timedelta(days=364), today), "Last 12 months")
    found, until = cohorts.old_enough("qualification_rate", view)
    assert until is not None
    month = until.replace(day=1)
    old = leads.filter(pl.col("created_date").is_between(month, until))
    row = found.filter(created_month=month).row(0, named=True)
    assert (row["hits"], row["of"], row["is_mature"]) == (old["is_qualified"].sum(), old.height, False)
    first = today - timedelta(days=364)
    assert cohorts.cut_off(view, found) == (None if first.day == 1 else first.replace(day=1))
    assert cohorts.cut_off(View(Filters(date(2026, 1, 1), today), ""), found) is None


def test_the_score_is_judged_on_the_page_however_leads_are_grouped(warehouse: Path) -> None:
    headings = [str(each.value) for each in opened("qualification", period="all").subheader]
    assert GROUPS["score"].qualify in headings
    assert [str(each.value) for each in opened("qualification", by="score").subheader].count(GROUPS["score"].buy) == 1


def test_the_reasons_say_of_how_many_and_that_some_have_a_deal(leads: pl.DataFrame) -> None:
    disqualified = leads.filter("is_disqualified")
    with_deal = disqualified.filter("has_opportunity").height
    text = written(opened("qualification", period="all"))
    said = next(each for each in text.splitlines() if "leads disqualified." in each)
    assert said.startswith(f"Shares of the {disqualified.height:,} leads disqualified.")
    assert (f"{with_deal:,} of them have a deal" in said) == (with_deal > 0)
