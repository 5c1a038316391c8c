"""The page Funnel: its steps against plain Python over the published leads, its lists, its words, its pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.components import funnel_cells, funnel_charts, funnel_groups, funnel_words
from dashboards.filters import Filters
from dashboards.funnel import ENDED, NEGLECTED, WORKED, stopped_at
from dashboards.published import current_path
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written

Row = dict[str, Any]
FATES = {"worked": ("in_progress",), "neglected": ("neglected",), "ended": ("lost", "dropped")}
PATH = (
    ("created", "is_counted", "created_at"),
    ("contacted", "reached_contacted", "first_contacted_at"),
    ("qualified", "is_qualified", "qualified_at"),
    ("converted", "is_converted", "converted_at"),
    ("opportunity", "has_opportunity", "opened_at"),
    ("quoted", "is_quoted", "quoted_at"),
    ("won", "is_won", "won_at"),
)
"""The steps of the demo company, whose CRM tells neither of marketing-qualified nor of sales-accepted leads."""

ASKED = {
    "all": Filters(),
    "half a year": Filters(date(2026, 1, 1), date(2026, 6, 30)),
    "young": Filters(date(2026, 9, 1), None),
    "web": Filters().only("source_category", "web"),
    "two teams": Filters(date(2025, 6, 1), date(2026, 3, 31)).only("team", "DACH", "North America"),
}


def leads_of(version: Path, where: Filters) -> list[Row]:
    """The published leads that count and that the filters keep, with the day of their opportunity."""
    deals = {row["opportunity_key"]: row["created_at"] for row in read(version, "fct_opportunities").to_dicts()}
    first, last = where.first or date.min, where.last or date.max
    return [
        {**row, "opened_at": deals.get(row["opportunity_key"])}
        for row in read(version, "fct_leads").to_dicts()
        if row["is_counted"]
        and first <= row["created_date"] <= last
        and all(row[field] in kept for field, kept in where.values)
    ]


def furthest(lead: Row) -> int:
    """The number of the last step that a lead reached."""
    return max(number for number, (_, flag, _) in enumerate(PATH) if lead[flag])


@pytest.mark.parametrize("name", ASKED)
def test_the_steps_are_as_counted_lead_by_lead(version: Path, name: str) -> None:
    assert_counted_lead_by_lead(version, ASKED[name])


def test_a_lead_that_went_past_a_step_without_its_sign_counts_at_it(changed: Path) -> None:
    change(changed, "update fct_leads set is_qualified = false where is_won or is_quoted")
    assert_counted_lead_by_lead(current_path(), Filters())
    steps, groups = data.ask("funnel", Filters()), data.ask("funnel_groups", "source_category", Filters())
    assert (
        groups.filter(pl.col("step") != "customer")
        .group_by("step", maintain_order=True)
        .agg(pl.col("hits").sum())["hits"]
        .to_list()
        == (steps["reached"].to_list()[1:])
    )


def assert_counted_lead_by_lead(version: Path, where: Filters) -> None:
    """Compare the steps of a version with its leads, one by one."""
    leads = leads_of(version, where)
    steps = data.ask("funnel", where)
    assert steps["step"].to_list() == [step for step, _, _ in PATH]
    for number, row in enumerate(steps.to_dicts()):
        here = [lead for lead in leads if furthest(lead) >= number]
        stopped = [lead["leakage_fate"] for lead in here if furthest(lead) == number]
        assert row["reached"] == len(here)
        assert row["share"] == pytest.approx(len(here) / len(leads))
        assert row["went_on"] == len(here) - len(stopped)
        assert {each: row[each] for each in FATES} == {
            each: sum(fate in fates for fate in stopped) for each, fates in FATES.items()
        }
    assert sum(steps[each].sum() for each in FATES) + steps["reached"][-1] == len(leads)


@pytest.mark.parametrize("name", ASKED)
def test_the_time_between_steps_is_as_found_lead_by_lead(version: Path, name: str) -> None:
    leads = leads_of(version, ASKED[name])
    for number, row in enumerate(data.ask("funnel", ASKED[name]).to_dicts()[:-1]):
        begun, ended = PATH[number][2], PATH[number + 1][2]
        arrived = [lead for lead in leads if furthest(lead) > number and lead[begun] and lead[ended]]
        waited = [(lead[ended] - lead[begun]).total_seconds() / 60 for lead in arrived if lead[ended] >= lead[begun]]
        assert row["timed"] == len(waited)
        assert row["minutes"] == (pytest.approx(median(waited)) if waited else None)


def test_leads_that_stopped_at_a_step_can_be_listed_one_by_one(version: Path) -> None:
    for where in ASKED.values():
        steps = data.ask("funnel", where)
        names = steps["step"].to_list()
        for row in steps.to_dicts():
            for part, fates in (("worked", WORKED), ("neglected", NEGLECTED), ("ended", ENDED)):
                kept = stopped_at(where, names, row["step"], fates)
                listed = data.records("leads_created", ("lead_id", "leakage_fate"), kept)
                assert listed.height == row[part]
                assert set(listed["leakage_fate"]) <= set(FATES[part])


def test_a_step_that_some_leads_got_past_without_is_none(changed: Path) -> None:
    # Half of the leads come from a system that tells of marketing-qualified leads, half from one that does not.
    change(
        changed,
        "update fct_leads set is_mql = reached_contacted or hash(lead_key) % 3 = 0 where hash(lead_key) % 2 = 0",
    )
    assert "mql" not in data.ask("funnel", Filters())["step"].to_list()


def test_a_step_that_all_systems_tell_of_stands_in_its_place(changed: Path) -> None:
    change(changed, "update fct_leads set is_mql = reached_contacted or hash(lead_key) % 3 = 0")
    steps = data.ask("funnel", Filters())
    assert steps["step"].to_list()[:3] == ["created", "mql", "contacted"]
    assert steps["reached"].is_sorted(descending=True)
    assert steps["went_on"][0] == steps["reached"][1]


def test_without_exported_opportunities_the_funnel_ends_where_they_begin(changed: Path) -> None:
    change(
        changed,
        "update meta_coverage set is_exported = false where subject = 'opportunities'",
        "update fct_leads set is_win_known = false, is_won = false, is_quoted = false",
        "delete from fct_opportunities",
    )
    app = opened("funnel", period="all")
    assert {tile.label: tile.value for tile in app.metric}["Customer rate"] == "not exported"
    app.toggle(key="table_funnel").set_value(True).run()
    assert app.dataframe[0].value.iloc[:, 1].to_list()[-1] == "Opportunity"


def test_a_version_of_an_earlier_release_says_what_to_do(changed: Path) -> None:
    change(changed, "alter table fct_leads drop column leakage_fate", "drop table definitions.targets")
    app = opened("funnel")
    assert not app.metric
    assert "Build again: leadhouse build" in app.info[0].value


def test_the_page_says_where_most_leads_are_lost(warehouse: Path) -> None:
    app = opened("funnel", period="all")
    leads = [lead for lead in leads_of(current_path(), Filters()) if lead["leakage_fate"] in FATES["ended"]]
    lost = [sum(furthest(lead) == number for lead in leads) for number in range(len(PATH))]
    most = max(range(len(PATH)), key=lost.__getitem__)
    said = f"between {PATH[most][0]} and {PATH[most + 1][0]}: {lost[most]:,} leads ended there"
    assert any(said in str(each.value) for each in app.subheader)


def test_a_young_lead_is_not_called_a_bad_one(warehouse: Path) -> None:
    until = data.mature_until("customer_rate")
    assert until is not None
    leads = leads_of(current_path(), Filters())
    young = [lead for lead in leads if lead["created_date"] > until]
    old = [lead for lead in leads if lead["created_date"] <= until and lead["is_win_known"]]
    words = funnel_words.young(Filters()).replace("\u00a0", " ")
    assert f"Of these leads {len(young):,} came after" in words
    won = sum(lead["is_won"] for lead in old) / len(old)
    assert f"Of the {len(old):,} older ones {won * 100:.1f} % were won." in words


def listed(app: AppTest) -> list[str]:
    """The lines under the record lists, each beginning with the number of its rows."""
    return [str(each.value) for each in app.caption if "times in" in str(each.value)]


def test_leads_that_stopped_are_listed_by_a_link_in_the_number_that_the_choice_says(warehouse: Path) -> None:
    app = opened("funnel", period="all", stopped="qualified-neglected", show="opportunity_rate")
    assert not app.warning
    steps = data.ask("funnel", Filters())
    said = {name: steps.filter(step=name).row(0, named=True) for name in ("qualified", "opportunity")}
    assert app.selectbox(key="stopped").value == "qualified-neglected"
    number = f"{said['qualified']['neglected']:,}"
    assert [line.partition(" leads")[0] for line in listed(app)] == [f"{said['opportunity']['reached']:,}", number]


def test_the_words_of_a_choice_are_the_same_under_every_filter(warehouse: Path) -> None:
    # The browser knows what is chosen by its words alone: other words for the same would be taken for another choice.
    for where in ASKED.values():
        steps = data.ask("funnel", where)
        assert funnel_words.stops(steps) == funnel_words.stops(data.ask("funnel", Filters()))


def test_a_step_at_which_nobody_stopped_has_an_empty_list(warehouse: Path) -> None:
    app = opened("funnel", period="all", stopped="converted-neglected")
    assert not app.warning
    assert listed(app)[0].startswith("0 leads")


def test_without_a_choice_the_neglected_leads_nearest_to_being_won_are_listed(warehouse: Path) -> None:
    app = opened("funnel", period="all")
    leads = [lead for lead in leads_of(current_path(), Filters()) if lead["leakage_fate"] in FATES["neglected"]]
    nearest = [lead for lead in leads if furthest(lead) == max(map(furthest, leads))]
    assert listed(app)[0].startswith(f"{len(nearest):,} leads")


@pytest.mark.parametrize(("name", "value"), [("stopped", "moon"), ("measure", "sales"), ("by", "country")])
def test_a_choice_in_the_link_that_does_not_exist_is_named(warehouse: Path, name: str, value: str) -> None:
    app = opened("funnel", period="all", **{name: value})
    assert len(app.warning) == 1
    assert f'"{value}"' in app.warning[0].value


@pytest.mark.parametrize(
    "measure", ["leads_created", "qualification_rate", "opportunity_rate", "customer_rate", "amount_won"]
)
@pytest.mark.parametrize("by", ["source_category", "team", "owner"])
def test_every_choice_of_the_page_draws_it(warehouse: Path, measure: str, by: str) -> None:
    app = opened("funnel", period="all", measure=measure, by=by)
    assert not app.warning
    assert "no data" not in written(app)


def test_what_adds_up_says_how_it_grew_and_how_much_of_the_target_it_is(warehouse: Path) -> None:
    app = opened("funnel", period="2026-01-01..2026-06-30")
    leads = read(current_path(), "fct_leads").filter("is_counted")["created_date"]
    now = leads.is_between(date(2026, 1, 1), date(2026, 6, 30)).sum()
    then = leads.is_between(date(2025, 1, 1), date(2025, 6, 30)).sum()
    targets = read(current_path(), "definitions.targets").filter(metric="leads_created")
    goal = targets.filter(pl.col("period").is_in(["2026-Q1", "2026-Q2"]))["value"].sum()
    growth = f"{abs(now / then - 1) * 100:.0f} % {'more' if now >= then else 'less'} than the year before"
    said = f"Leads created: {now:,}, {growth}, {now / goal * 100:.0f} % of target"
    assert said in [str(each.value).replace("\u00a0", " ") for each in app.subheader]


def test_a_bar_is_filled_by_all_that_became_of_its_leads(version: Path) -> None:
    steps = data.ask("funnel", Filters())
    parts = funnel_charts.parts(steps.with_columns(median=pl.lit("")))
    for row in steps.to_dicts():
        of_step = parts.filter(label=row["label"]).sort("from")
        assert of_step["leads"].sum() == row["reached"]
        assert of_step["to"].max() == row["reached"]
        assert of_step["from"].to_list() == [0, *of_step["to"].to_list()[:-1]]


def test_leads_lost_after_the_last_step_are_said_so() -> None:
    labels = ["Created", "Opportunity"]
    columns = {"step": ["created", "opportunity"], "label": labels, "reached": [5, 4], "ended": [0, 1]}
    steps = pl.DataFrame({**columns, "neglected": [1, 0]})
    assert funnel_words.title(steps) == "Most are lost after opportunity: 1 lead ended there"
    assert funnel_words.title(steps.with_columns(neglected=pl.lit(2))).endswith(
        "1 lead ended there, 2 more are neglected"
    )
    fates = ("worked", "neglected", "ended")
    assert list(funnel_words.stops(steps)) == [
        f"{step}-{fate}" for step in ("created", "opportunity") for fate in fates
    ]


def test_the_parts_of_a_page_are_headed_by_their_questions(warehouse: Path) -> None:
    assert [each.value for each in opened("funnel").header] == ["Why?", "Who?"]


def step_rates(leads: list[Row]) -> dict[str, tuple[int, int]]:
    """Per step but the first the leads that reached it or a later one, of those that had reached the one before."""
    reached = [sum(furthest(lead) >= number for lead in leads) for number in range(len(PATH))]
    return {PATH[number][0]: (reached[number], reached[number - 1]) for number in range(1, len(PATH))}


@pytest.mark.parametrize("name", ASKED)
def test_the_steps_of_each_source_are_as_counted_lead_by_lead(version: Path, name: str) -> None:
    leads = leads_of(version, ASKED[name])
    found = data.ask("funnel_groups", "source_category", ASKED[name])
    for source in {lead["source_category"] for lead in leads}:
        rows = found.filter(pl.col("source_category").eq_missing(pl.lit(source)))
        of_source = [lead for lead in leads if lead["source_category"] == source]
        known = [lead["is_won"] for lead in of_source if lead["is_win_known"]]
        counted = step_rates(of_source) | {"customer": (sum(known), len(known))}
        assert {step: (hits, of) for step, hits, of in rows.select("step", "hits", "of").iter_rows()} == counted
    assert found["step"].n_unique() == len(PATH)


def test_the_groups_of_a_step_and_all_others_add_up_to_the_funnel(version: Path) -> None:
    steps, found = data.ask("funnel", Filters()), data.ask("funnel_groups", "owner", Filters(), "won", 12)
    sums = found.group_by("step", maintain_order=True).agg(pl.col("hits", "of").sum())
    tile = data.metric("customer_rate")
    assert sums["hits"].to_list() == [*steps["reached"].to_list()[1:], tile["hits"][0]]
    assert sums["of"].to_list() == [*steps["reached"].to_list()[:-1], tile["of"][0]]
    rest = found.filter(pl.col("pooled") > 0)
    everybody = data.ask("funnel_groups", "owner", Filters())["owner"].n_unique()
    assert rest["pooled"].unique().to_list() == [everybody - 12]
    assert funnel_groups.named(rest, "owner")["owner_label"][0] == f"All {everybody - 12} other owners"


def test_leads_of_which_no_win_is_known_are_in_no_customer_rate(changed: Path) -> None:
    change(changed, "update fct_leads set is_win_known = false where not is_won and source_category = 'web'")
    found = data.ask("funnel_groups", "source_category", Filters()).filter(step="customer", source_category="web")
    won = read(current_path(), "fct_leads").filter("is_counted", "is_won", source_category="web").height
    assert found.select("hits", "of").row(0) == (won, won)


def test_one_group_more_is_drawn_rather_than_put_with_others(version: Path) -> None:
    sources = data.ask("funnel_groups", "source_category", Filters())["source_category"].n_unique()
    found = data.ask("funnel_groups", "source_category", Filters(), "won", sources - 1)
    assert found["pooled"].sum() == 0


def test_a_cell_says_how_it_compares_with_all_and_a_column_of_whom_it_is_a_share(warehouse: Path) -> None:
    steps = data.ask("funnel", Filters())
    found = funnel_groups.named(data.ask("funnel_groups", "owner", Filters(), "won", 3), "owner")
    drawn = funnel_cells.cells(found, "owner_label").to_dict()
    assert "blue: more go on than on average" in str(drawn["title"])
    rows = [row for each in drawn["datasets"].values() for row in each]
    bold = {row["head"]: row["text"].replace("\u00a0", " ") for row in rows if row["named"].startswith("All\n")}
    by_step = dict(zip(steps["step"], steps.to_dicts(), strict=True))
    on = by_step["contacted"]["went_on"] / by_step["contacted"]["reached"]
    assert bold["Qualified\nof contacted"] == f"{on * 100:.1f} %"
    assert bold["Won\nof created"] == f"{data.metric('customer_rate')['value'][0] * 100:.1f} %"
    short = {row["short"] for row in rows if "short" in row}
    assert all(len(each) <= len("▲100%") or each == "no data" for each in short)
    # Figures are whole where a column has room for them, and the whole way has its tenth even on a phone.
    room = funnel_cells.ROOM * len(bold)
    assert f"width < {room} ?" in str(drawn["layer"])
    way = {row["short"] for row in rows if row.get("step") == "customer" and row.get("hits")}
    assert way
    assert all("." in each for each in way if each.endswith("%") and float(each.strip("▲▼%")) < 9.9)
    # What all others have stands in layers of its own, so that a click on it keeps nobody.
    assert [len(layer["encoding"]) for layer in drawn["layer"]] == [4, 2, 4, 2, 2]


def test_who_brought_more_leads_is_told_by_source_and_adds_up(warehouse: Path) -> None:
    app = opened("funnel", period="2026-01-01..2026-06-30", compare="last_year")
    leads = read(current_path(), "fct_leads").filter("is_counted")
    sides = [
        leads.filter(pl.col("created_date").is_between(date(year, 1, 1), date(year, 6, 30))).group_by("source_category")
        for year in (2026, 2025)
    ]
    now, then = (dict(each.len().iter_rows()) for each in sides)
    moved = {source: now.get(source, 0) - then.get(source, 0) for source in now.keys() | then.keys()}
    most = max(moved.items(), key=lambda each: abs(each[1]))
    found = data.metric("leads_created", ("source_category",))
    labels = dict(found.select("source_category", "source_category_label").iter_rows())
    said = next(str(each.value) for each in app.markdown if " against " in str(each.value))
    assert said.startswith(f"{sum(moved.values()):+,} against ")
    assert f": {labels[most[0]]} {most[1]:+,}" in said
    title = f"Change by source: {sum(moved.values()):+,} in all"
    assert title in [each.value for each in app.subheader]
    app.toggle(key="table_brought_source_category").set_value(True).run()
    table = next(each.value for each in app.dataframe if list(each.value.columns)[:1] == ["Source"])
    assert table.iloc[:, -1].sum() == sum(moved.values())


def test_what_moved_follows_the_measure_that_is_chosen(warehouse: Path) -> None:
    asked = {
        "customer_rate": "What moved the figure? Customer rate",
        "amount_won": "Who brought the change? Amount won",
    }
    for measure, question in asked.items():
        assert question in written(opened("funnel", measure=measure))


def test_who_can_still_be_won_is_listed_first_unless_records_of_a_number_are_asked_for(warehouse: Path) -> None:
    neglected = listed(opened("funnel", period="all"))
    asked = listed(opened("funnel", period="all", show="leads_created"))
    assert asked == neglected[::-1]
    created = int(data.metric("leads_created")["n"][0])
    assert f"{created:,} leads" in asked[0]


def test_the_amount_won_leads_to_its_deals(warehouse: Path) -> None:
    won = read(current_path(), "fct_opportunities").filter("is_counted", pl.col("won_amount").is_not_null())
    assert f"{won.height:,} deals" in listed(opened("funnel", period="all", show="amount_won"))[0]


def test_nobody_lost_is_said_so() -> None:
    steps = pl.DataFrame({"step": ["created", "won"], "label": ["Created", "Won"], "reached": [3, 0], "ended": [0, 0]})
    assert funnel_words.title(steps) == "Nobody is lost yet"
