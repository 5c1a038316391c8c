"""Lost reasons, leads rejected too early: the figures counted again from the facts, the list, links, empty results."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.components.rejected import ALL, IGNORED, LIST, TITLE
from dashboards.filters import NO_VALUE, Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_pages import opened, written

NEVER_REAL = ("duplicate", "entered_in_error", "test")


def table(version: Path, name: str) -> pl.DataFrame:
    """A published table."""
    with duckdb.connect(str(version), read_only=True) as connection:
        return connection.execute(f"select * from {name}").pl()


@pytest.fixture
def rejected(version: Path) -> pl.DataFrame:
    """The leads rejected, by the words of the definition: disqualified for real, or ignored though due."""
    reason = pl.col("disqualified_reason")
    ignored = (pl.col("response_outcome") == "overdue").fill_null(False) & ~pl.col("is_qualified")
    is_rejected = pl.when("is_disqualified").then(~reason.is_in(NEVER_REAL)).otherwise(ignored)
    return table(version, "fct_leads").filter("is_counted", is_rejected)


def number_listed(app: AppTest) -> int:
    """How many records the list of those leads says that it has: it is the last one of the page."""
    line = [str(each.value) for each in app.caption if "times in" in str(each.value)][-1]
    found = re.match(r"([\d,]+) ", line)
    assert found
    return int(found[1].replace(",", ""))


def test_the_rate_of_a_reason_is_of_all_leads_rejected_for_it(rejected: pl.DataFrame) -> None:
    came_back = pl.col("later_outcome").is_not_null().sum()
    expected = {
        row[0]: row[1:] for row in rejected.group_by("disqualified_reason").agg(came_back, pl.len()).iter_rows()
    }
    found = data.metric("rejected_right_rate", ("disqualified_reason",)).filter(pl.col("of") > 0)
    assert {row["disqualified_reason"]: (row["hits"], row["of"]) for row in found.to_dicts()} == expected
    assert sum(hits for hits, _ in expected.values()) > 0


def test_a_deal_by_which_two_leads_came_back_counts_once(rejected: pl.DataFrame, version: Path) -> None:
    deals = table(version, "fct_opportunities").select(
        pl.col("opportunity_key").alias("later_opportunity_key"), "amount"
    )
    leads = dict(rejected.drop_nulls("later_outcome").group_by("later_outcome").len().iter_rows())
    once = rejected.select("later_outcome", "later_opportunity_key").drop_nulls().unique()
    worth = once.join(deals, on="later_opportunity_key").group_by("later_outcome").agg(pl.len(), pl.col("amount").sum())
    expected = {row[0]: (row[1], float(row[2])) for row in worth.iter_rows()}
    found = {row["later_outcome"]: row for row in data.ask("later_deals", Filters()).to_dicts()}
    assert {name: row["leads"] for name, row in found.items()} == leads
    assert {name: (found[name]["deals"], found[name]["amount"]) for name in expected} == {
        name: (number, pytest.approx(amount)) for name, (number, amount) in expected.items()
    }
    assert (found["qualified"]["deals"], found["qualified"]["amount"]) == (0, None)


def test_two_leads_and_one_deal(changed: Path) -> None:
    """By hand: both leads bought by the same deal of 1,000."""
    change(
        changed,
        "update fct_leads set is_rejected_but_right = false, later_outcome = null, later_opportunity_key = null",
        "update fct_opportunities set amount = 1000",
        """
        update fct_leads set is_rejected = true, is_rejected_but_right = true, later_outcome = 'bought',
            later_opportunity_key = (select min(opportunity_key) from fct_opportunities)
        where lead_key in (select lead_key from fct_leads where is_counted order by lead_key limit 2)
        """,
    )
    assert data.ask("later_deals", Filters()).to_dicts() == [
        {"later_outcome": "bought", "leads": 2, "deals": 1, "amount": 1000.0}
    ]


def test_what_came_later_came_by_the_deal_that_is_named(rejected: pl.DataFrame, version: Path) -> None:
    deals = table(version, "fct_opportunities")
    bought = rejected.drop_nulls("later_opportunity_key").join(
        deals, left_on="later_opportunity_key", right_on="opportunity_key", suffix="_of_deal"
    )
    assert bought.height == rejected.filter(pl.col("later_outcome").is_in(["bought", "bought_elsewhere"])).height > 0
    assert bought.filter(pl.col("closed_at_of_deal") != pl.col("later_outcome_at")).is_empty()
    assert bought.filter((pl.col("later_outcome") == "bought") != pl.col("is_won_of_deal")).is_empty()
    assert bought.filter(pl.col("later_outcome_at") <= pl.col("rejected_at")).is_empty()
    elsewhere = bought.filter(pl.col("later_outcome") == "bought_elsewhere")
    assert elsewhere["competitor"].null_count() == 0


def test_the_sentences_say_how_many_came_back_in_all_and_of_those_disqualified_and_those_ignored(
    warehouse: Path, rejected: pl.DataFrame, version: Path
) -> None:
    app = opened("lost_reasons", period="all")
    is_ignored = pl.col("disqualified_reason").is_null()
    for words, group in (
        ("let go", rejected),
        ("disqualified", rejected.filter(~is_ignored)),
        ("ignored (never contacted)", rejected.filter(is_ignored)),
    ):
        right = group.drop_nulls("later_outcome")
        said = f"Of {group.height:,} leads {words}, {right.height:,} came back: "
        assert (said if right.height else f"Of {group.height:,} leads {words}, none came back") in written(app)
        bought = right.filter(pl.col("later_outcome") == "bought")
        deals = bought["later_opportunity_key"].n_unique()
        if bought.height:
            assert f"{said}{bought.height:,} bought ({deals:,} deal" in written(app)
    assert number_listed(app) == rejected.drop_nulls("later_outcome").height


def test_a_deal_of_two_leads_is_told_below_the_list_and_what_is_not_in_it_is_not(changed: Path) -> None:
    """By hand: two leads, both disqualified for no need, bought by the same deal; nobody bought elsewhere."""
    change(
        changed,
        "update fct_leads set is_rejected_but_right = false, later_outcome = null, later_opportunity_key = null",
        """
        update fct_leads set is_rejected = true, is_rejected_but_right = true, later_outcome = 'bought',
            disqualified_reason = 'no_need',
            later_opportunity_key = (select min(opportunity_key) from fct_opportunities)
        where lead_key in (select lead_key from fct_leads where is_counted order by lead_key limit 2)
        """,
    )
    said = written(opened("lost_reasons", period="all"))
    assert "2 leads, 1 deal: a deal that several leads came back by" in said
    assert "Bought elsewhere" not in said


@pytest.mark.parametrize("is_given", [True, False])
def test_a_reason_lists_as_many_leads_as_its_rate_has(warehouse: Path, rejected: pl.DataFrame, is_given: bool) -> None:
    right = rejected.drop_nulls("later_outcome")
    # The reason that most came back of, so that there are some.
    wanted = right["disqualified_reason"].drop_nulls().mode().sort()[0] if is_given else None
    expected = right.filter(pl.col("disqualified_reason").eq_missing(pl.lit(wanted)))
    app = opened("lost_reasons", period="all", rejected=wanted or NO_VALUE)
    assert number_listed(app) == expected.height
    assert expected.height or wanted is None
    app.selectbox(key="rejected").set_value(ALL).run()
    assert "rejected" not in app.query_params
    assert number_listed(app) == rejected.drop_nulls("later_outcome").height


def test_the_filters_of_the_page_hold_and_the_type_of_deal_does_not(warehouse: Path, rejected: pl.DataFrame) -> None:
    web = rejected.filter(pl.col("source_category") == "web")
    app = opened("lost_reasons", period="all", source="web", type="new_business")
    disqualified = web.drop_nulls("disqualified_reason").height
    assert f"Of {disqualified:,} leads disqualified, " in written(app)
    assert number_listed(app) == web.drop_nulls("later_outcome").height


def test_the_table_has_what_came_later(warehouse: Path, rejected: pl.DataFrame) -> None:
    app = opened("lost_reasons", period="all")
    app.toggle(key="table_rejected").set_value(True).run()
    shown = next(each.value for each in app.dataframe if "Bought" in each.value.columns)
    for column, outcome in (("Bought", "bought"), ("Bought from a competitor", "bought_elsewhere")):
        assert shown[column].sum() == rejected.filter(pl.col("later_outcome") == outcome).height
    assert IGNORED in shown["Reason"].to_list()


def test_a_competitor_noted_is_told_apart_from_a_deal_lost_to_one(warehouse: Path, version: Path) -> None:
    lost = table(version, "fct_opportunities").filter("is_counted", "is_lost")
    lost = lost.filter(~pl.col("lost_reason").is_in(NEVER_REAL))
    noted = lost["competitor"].drop_nulls().len()
    for_one = lost.filter(pl.col("lost_reason") == "competitor").height
    assert noted != for_one
    said = written(opened("lost_reasons", period="all"))
    assert f'"Went to a competitor" is the reason of {for_one:,} of {lost.height:,} deals lost' in said
    assert f"Whatever decided, one is noted on {noted:,}" in said
    silent = lost.filter(pl.col("lost_reason") == "competitor")["competitor"].null_count()
    assert (f"; {silent:,} of them name none." in said) == (silent > 0)


def test_a_reason_that_does_not_exist_is_named(warehouse: Path) -> None:
    app = opened("lost_reasons", period="all", rejected="bad weather")
    assert [str(each.value) for each in app.warning] == [
        'The link names the reason "bad weather", which this data does not have. Shown: All reasons.'
    ]


def test_where_nobody_was_rejected_it_says_so(changed: Path) -> None:
    change(changed, "update fct_leads set is_rejected = false, is_rejected_but_right = false, later_outcome = null")
    app = opened("lost_reasons", period="all")
    assert TITLE in [str(each.value) for each in app.subheader]
    assert "no lead created in the period was let go" in written(app)
    assert LIST not in [str(each.value) for each in app.subheader]


def test_where_nobody_came_back_it_says_so(changed: Path) -> None:
    change(changed, "update fct_leads set is_rejected_but_right = false, later_outcome = null")
    app = opened("lost_reasons", period="all")
    assert "none came back so far" in written(app)


def test_a_version_of_an_earlier_release_says_that_it_is_too_old(changed: Path) -> None:
    change(changed, "delete from dim_metrics where metric = 'rejected_right_rate'")
    app = opened("lost_reasons", period="all")
    assert any("what came of rejected leads" in str(each.value) for each in app.info)
