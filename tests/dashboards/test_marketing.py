"""Campaigns, credit and ways against the same tables counted by Polars; what is not known stays unknown."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, marketing, ways
from dashboards.filters import Filters
from leadhouse.explaining.metrics import explain_metric
from leadhouse.explaining.version import Version
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read

MODELS = ("first_touch", "linear", "w_shaped", "last_touch", "primary_campaign")


def last_year() -> Filters:
    """The twelve months up to the day of the data."""
    last = data.as_of().date()
    return Filters(last - timedelta(days=364), last)


def number(value: object) -> float:
    """A sum as a number; nothing is 0."""
    return float(value or 0)  # type: ignore[arg-type]


def won_anew(version: Path) -> pl.DataFrame:
    """Counted opportunities that were won and renew nothing."""
    is_renewal = pl.col("opportunity_type").eq_missing("renewal")
    return read(version, "fct_opportunities").filter("is_counted", "is_won", ~is_renewal)


@pytest.mark.parametrize("model", MODELS)
def test_won_of_campaigns_and_of_no_campaign_is_all_that_was_won(version: Path, model: str) -> None:
    total = number(won_anew(version)["amount"].sum())
    of_campaigns = data.metric("campaign_won", (), ways.under(Filters(), model))["value"][0]
    credit = read(version, "fct_campaign_attribution").filter("is_in_roi", pl.col("attribution_model") == model)
    of_none = number(credit.filter(pl.col("campaign_key").is_null())["attributed_won_amount"].sum())
    assert total > 0
    assert of_campaigns > 0
    assert of_campaigns + of_none == pytest.approx(total, abs=0.005)


@pytest.mark.parametrize("model", MODELS)
def test_origins_of_a_period_add_up_to_the_amount_won_in_it(version: Path, model: str) -> None:
    where = ways.under(last_year(), model)
    won = won_anew(version).filter(pl.col("closed_date").is_between(where.first, where.last))["amount"].sum()
    found = marketing.origins(where)
    assert found["value"].sum() == pytest.approx(number(won), abs=0.005)
    assert found["share"].sum() == pytest.approx(1)
    renewed = data.metric("amount_won", (), last_year())["value"][0] - number(won)
    assert ways.renewed(where) == pytest.approx(renewed, abs=0.005)
    assert renewed > 0
    anew = ways.without_renewals(where, "fct_campaign_attribution")
    unattributed = data.metric("unattributed_share", (), anew)["value"][0]
    assert found.filter(pl.col("origin").is_null())["share"].sum() == pytest.approx(unattributed)


def test_owners_and_channels_filtered_away_leave_the_origins_whole(version: Path) -> None:
    whole = marketing.origins(ways.under(last_year(), "linear"))
    some = marketing.origins(ways.under(last_year().only("source_category", "webinar").only("owner", "x"), "linear"))
    assert some.equals(whole)


def test_without_a_model_the_usual_one_is_read_never_all_at_once(version: Path) -> None:
    assert data.metric("attributed_won")["value"].equals(
        data.metric("attributed_won", (), ways.under(Filters(), ways.usual_model()))["value"]
    )


@pytest.mark.parametrize("name", ["campaign_roi", "cost_per_lead", "attributed_won", "unattributed_share"])
def test_an_explanation_reads_the_same_model_as_the_pages(version: Path, name: str) -> None:
    explained = explain_metric(Version(version), name, Filters())
    said = {fact.name: fact.value for section in explained.sections for fact in section.facts}
    row = data.metric(name).row(0, named=True)
    assert said["value"] == pytest.approx(row["value"])
    assert said["measured"] == row["n"]
    assert said["filter attribution_model"] == ways.usual_model()


def test_roi_is_won_beyond_cost_over_cost_of_campaigns_with_a_cost(version: Path) -> None:
    rows = read(version, "rpt_campaign_roi").filter(
        "has_campaign", pl.col("attribution_model") == "linear", pl.col("cost").is_not_null()
    )
    cost, won = number(rows["cost"].sum()), number(rows["attributed_won_amount"].sum())
    found = data.metric("campaign_roi").row(0, named=True)
    assert found["value"] == pytest.approx((won - cost) / cost)
    assert found["n"] == rows.height < data.metric("campaign_won")["n"][0]
    assert data.metric("cost_per_lead")["value"][0] == pytest.approx(cost / number(rows["leads"].sum()))


def test_a_campaign_without_a_cost_has_no_roi_and_no_unit_cost(version: Path) -> None:
    found = marketing.returns("campaign_key", ways.under(Filters(), "linear"), "last_touch")
    unknown = found.filter(pl.col("cost").is_null())
    assert unknown.height > 0
    assert unknown["won"].sum() > 0
    for column in ("roi", "roi_beside", "per_lead", "per_qualified_lead", "per_opportunity", "per_customer"):
        assert unknown[column].null_count() == unknown.height
        assert found[column].null_count() < found.height


@pytest.mark.parametrize("by", ["campaign_key", "source_category", "campaign_type", "started_month"])
def test_every_grouping_of_campaigns_adds_up_to_the_tiles(version: Path, by: str) -> None:
    where = ways.under(last_year(), "w_shaped")
    found = marketing.returns(by, where, "last_touch")
    for column in ("cost", "leads", "qualified_leads", "opportunities", "customers", "pipeline", "won"):
        whole = data.metric(marketing.FIGURES[column], (), where)["value"][0]
        assert found[column].sum() == pytest.approx(whole), column
    beside = data.metric("campaign_won", (), ways.under(where, "last_touch"))["value"][0]
    assert found["won_beside"].sum() == pytest.approx(beside)
    assert found["campaigns"].sum() == data.metric("campaign_won", (), where)["n"][0]


def test_a_group_is_mature_when_all_its_campaigns_started_long_enough_ago(version: Path) -> None:
    until = marketing.mature_until()
    found = marketing.returns("campaign_key", ways.under(Filters(), "linear"), "last_touch")
    started = read(version, "dim_campaigns").select("campaign_key", "started_date")
    both = found.join(started, on="campaign_key").drop_nulls("started_date")
    assert until is not None
    assert both["is_mature"].n_unique() == 2
    assert both.select((pl.col("is_mature") == (pl.col("started_date") <= until)).all()).item()


def test_roots_of_the_tree_add_up_to_all_campaigns(version: Path) -> None:
    tree = marketing.campaigns("linear")
    roots = tree.filter(pl.col("parent_campaign_key").is_null())
    whole = data.metric("campaign_won")["value"][0]
    assert number(roots["total_attributed_won_amount"].sum()) == pytest.approx(whole)
    cost = data.metric("campaign_cost")["value"][0]
    assert number(roots["total_cost"].sum()) == pytest.approx(cost)


def test_a_campaign_and_all_below_it_have_the_figures_of_its_roll_up(version: Path) -> None:
    tree = marketing.campaigns("linear")
    parent = tree.filter(pl.col("depth") == 0)["campaign_key"][0]
    below = tree.filter(pl.col("campaign_key").is_in(marketing.subtree(tree, parent)))
    whole = tree.row(by_predicate=pl.col("campaign_key") == parent, named=True)
    assert below.height > 1
    for figure in ("cost", "attributed_won_amount", "leads", "attributed_opportunities"):
        assert number(below[figure].sum()) == pytest.approx(number(whole[f"total_{figure}"]))


def test_the_tree_shows_what_the_filters_keep_and_all_above_it(version: Path) -> None:
    tree, where = marketing.campaigns("linear"), ways.under(last_year(), "linear")
    shown = marketing.shown_in_tree(tree, where)
    kept = set(data.records("campaign_won", ("campaign_key",), where)["campaign_key"])
    parents = dict(tree.select("campaign_key", "parent_campaign_key").iter_rows())
    assert kept < shown < set(parents)
    assert all(parents[key] in shown for key in shown if parents[key])


def test_ways_are_the_channels_of_each_closed_opportunity_in_order(version: Path) -> None:
    closed = read(version, "fct_opportunities").filter("is_counted", "is_closed")
    touches = read(version, "fct_opportunity_touchpoints").filter("is_credited")
    expected: dict[tuple[str, ...], int] = {}
    joined = touches.join(closed.select("opportunity_key"), on="opportunity_key").sort(
        "opportunity_key", "touch_number"
    )
    for _, path in joined.group_by("opportunity_key", maintain_order=True):
        steps = [each for place, each in enumerate(path["channel"]) if not place or each != path["channel"][place - 1]]
        expected[tuple(steps)] = expected.get(tuple(steps), 0) + 1
    found = ways.ways(Filters())
    assert {tuple(steps): times for steps, times in found.select("steps", "opportunities").iter_rows()} == expected
    assert found["opportunities"].is_sorted(descending=True)
    assert all(len(steps) > 1 for steps in ways.ways(Filters(), several=True)["steps"])


def test_a_channel_kept_leaves_whole_ways_that_touch_it(version: Path) -> None:
    everything = ways.ways(Filters())
    kept = ways.ways(Filters().only("source_category", "email"))
    assert 0 < kept.height < everything.height
    assert kept.equals(everything.filter(pl.col("steps").list.contains("email")))


def test_positions_are_those_of_the_touches(version: Path) -> None:
    closed = read(version, "fct_opportunities").filter("is_counted", "is_closed").select("opportunity_key")
    touches = read(version, "fct_opportunity_touchpoints").filter("is_credited").join(closed, on="opportunity_key")
    found = ways.by_position(Filters())
    for flag, word in ways.POSITIONS.items():
        expected = dict(touches.filter(flag).group_by("channel").len().iter_rows())
        stands = found.filter(pl.col("position") == word, pl.col("touches") > 0)
        assert dict(stands.select("source_category", "touches").iter_rows()) == expected
        assert stands["share"].sum() == pytest.approx(1)


def test_shares_of_each_model_add_up_to_one(version: Path) -> None:
    found = ways.by_model(last_year(), MODELS)
    sums = found.group_by("model").agg(pl.col("share").sum())
    assert sums.height == len(MODELS)
    assert all(share == pytest.approx(1) for share in sums["share"])


def test_nobody_in_silent_demand_has_an_open_lead_or_opportunity(version: Path) -> None:
    found = marketing.silent_demand()
    leads = read(version, "fct_leads")
    people = dict(leads.select("lead_id", "person_key").iter_rows())
    silent = {people[each] for each in found["lead_id"].drop_nulls()}
    opened = set(leads.filter("is_open")["person_key"])
    running = read(version, "fct_opportunities").filter(~pl.col("is_closed")).select("opportunity_key")
    touched = read(version, "fct_opportunity_touchpoints").join(running, on="opportunity_key")
    assert silent
    assert not silent & (opened | set(touched["person_key"]))
    assert found.height == read(version, "rpt_silent_demand").height
    assert found["is_since_closing"].is_sorted(descending=True)


@pytest.mark.parametrize("model", ["markov", "shapley"])
def test_below_the_least_number_of_paths_nothing_is_learned(changed: Path, model: str) -> None:
    change(changed, "update rpt_channel_weights set is_enough = false, closed_paths = 34, least_paths = 200")
    assert ways.too_few(model) == (34, 200)
    assert ways.too_few("linear") is None
    assert ways.learned().height == 0
    assert sum("34 of the 200 needed" in sentence for sentence in ways.why_not_learned()) == 2
    tree = marketing.campaigns("linear")
    listed = marketing.of_campaign(tree["campaign_key"][0])["label"].to_list()
    assert ways.models()[model]["label"] not in listed


def test_above_it_the_models_stand_beside_the_last_touch(changed: Path) -> None:
    change(changed, "update rpt_channel_weights set is_enough = true, closed_paths = 250, least_paths = 200")
    assert ways.too_few("markov") is None
    found = ways.learned()
    assert set(found["model"]) == {"markov", "shapley", "last_touch"}
    for model in ("markov", "last_touch"):
        assert found.filter(pl.col("model") == model)["share"].sum() == pytest.approx(1)


def test_each_data_driven_model_has_its_own_least_number(changed: Path) -> None:
    change(
        changed,
        "update rpt_channel_weights set closed_paths = 250, least_paths = if(attribution_model = 'markov', 200, 2000)",
        "update rpt_channel_weights set is_enough = closed_paths >= least_paths",
    )
    assert ways.too_few("markov") is None
    assert ways.too_few("shapley") == (250, 2000)
    assert set(ways.learned()["model"]) == {"markov", "last_touch"}


def test_the_last_touch_beside_the_models_is_that_of_opportunities_won(version: Path) -> None:
    won = read(version, "fct_opportunities").filter("is_counted", "is_won").select("opportunity_key")
    credit = read(version, "fct_campaign_attribution").filter(
        ~pl.col("is_unattributed"), pl.col("attribution_model") == "last_touch"
    )
    touched = credit.join(won, on="opportunity_key").group_by("channel").agg(pl.col("credit").sum())
    expected = {channel: number(share) / number(touched["credit"].sum()) for channel, share in touched.iter_rows()}
    shares = ways.weights("markov").select("source_category", "last_touch_share").filter(pl.col("last_touch_share") > 0)
    assert dict(shares.iter_rows()) == pytest.approx(expected)


def test_a_company_without_a_touch_has_no_channels_to_learn_from(changed: Path) -> None:
    change(changed, "delete from rpt_channel_weights", "delete from fct_opportunity_touchpoints")
    assert ways.too_few("markov") == (0, 0)
    assert ways.learned().height == 0
    assert ways.ways(Filters()).height == 0
    assert ways.by_position(Filters()).height == 0


def test_types_that_a_filter_names_are_shown_renewals_too(version: Path) -> None:
    where = Filters().only("opportunity_type", "renewal")
    assert ways.without_renewals(where, "fct_campaign_attribution") == where
    assert data.metric("attributed_won", (), ways.under(where, "linear"))["value"][0] == pytest.approx(
        ways.renewed(ways.under(Filters(), "linear")), abs=0.005
    )


def test_a_period_before_everything_has_no_origin(version: Path) -> None:
    nothing = ways.under(Filters(date(1999, 1, 1), date(1999, 1, 2)), "linear")
    assert marketing.origins(nothing).height == 0
    assert marketing.returns("campaign_key", nothing, "last_touch").height == 0
