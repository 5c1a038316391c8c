"""In what condition the data is: its age, what was left out of the figures and why, what warns and what that means."""

from __future__ import annotations

import importlib
from pathlib import Path

import polars as pl

from dashboards import condition, data
from dashboards.app import SECTIONS
from dashboards.components import meta_table, page
from dashboards.components.trust import NOT_USED, verdict
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written


def test_every_lead_that_landed_and_is_in_no_fact_was_left_out_for_a_reason(warehouse: Path, version: Path) -> None:
    landed = data.table("meta_loads").filter(object_name="Lead")["landed"].sum()
    of_leads = data.table("meta_faults").filter(table_name="fct_leads")
    reasons = of_leads.filter(
        pl.col("fault").str.starts_with("left_out_") | (pl.col("fault") == "merge_survivor_missing")
    )
    assert landed - read(version, "fct_leads").height == reasons["rows"].sum() > 0
    assert condition.left_out()["rows"].sum() >= reasons["rows"].sum()


def test_the_verdict_says_how_many_records_were_left_out_and_why(changed: Path) -> None:
    change(
        changed,
        "delete from meta_faults",
        "insert into meta_faults values ('crm', 'left_out_deleted', 'fct_leads', 'Deleted.', 7)",
        "insert into meta_faults values ('crm', 'left_out_deleted', 'fct_activities', 'Deleted.', 4)",
        "insert into meta_faults values ('crm', 'merge_survivor_missing', 'fct_leads', 'Merged.', 3)",
        "insert into meta_faults values ('crm', 'has_no_rate', 'fct_opportunities', 'No rate.', 99)",
    )
    # 7 + 4 deleted, of two tables, and 3 merged; what lacks a rate is in the figures.
    words = "14 records landed and are in no figure: deleted 11 (in 2 tables), merged into one that is not there 3."
    assert verdict().endswith(words)
    app = opened("data")
    assert "14 landed and were left out" in written(app)
    # What changes figures stands apart from what was left out on purpose.
    listed = next(each.value for each in app.dataframe if set(each.value.get("What was found", [])) >= {"No rate."})
    assert listed[["What was found", "Rows", "Table"]].to_numpy().tolist() == [["No rate.", 99, "opportunities"]]
    assert "Where that is seen first: opportunities: Funnel, Lost reasons, Campaigns, Attribution paths." in written(
        app
    )
    left_out = next(each.value for each in app.dataframe if "Left out because" in each.value)
    rows = [["Deleted", 7, "leads"], ["Deleted", 4, "activities"], ["merged into one that is not there", 3, "leads"]]
    assert left_out[["Left out because", "Rows", "Table"]].to_numpy().tolist() == rows


def test_rows_that_landed_and_are_not_used_are_counted_and_named(warehouse: Path) -> None:
    app = opened("data")
    table = next(each.value for each in app.dataframe if "Empty months since the first" in each.value)
    landed = dict(condition.landed_rows().select("object_name", "landed").iter_rows())
    exported = table[table["Exported?"] == "yes"]
    for row in exported.to_dict("records"):
        assert row["Rows"] + row["Not used"] == landed[row["Object"]]
    # The history names each new owner twice: by name and by id.
    assert exported[exported["Object"] == "LeadHistory"]["Not used"].sum() > 0
    assert f"{exported['Not used'].sum():,.0f} {NOT_USED}" in written(app)


def test_costs_are_a_source_too_and_the_age_of_data_is_told(changed: Path) -> None:
    change(changed, "update meta_sources set loaded_at = as_of_at + interval 61 hour")
    app = opened("data")
    said = verdict().replace("\N{NO-BREAK SPACE}", " ")
    assert ": the data were 2 d 13 h old." in said
    table = next(each.value for each in app.dataframe if "Age when loaded" in each.value)
    ages = dict(zip(table["Source"], table["Age when loaded"], strict=True))
    # 61 hours are two days and 13 hours.
    assert ages["salesforce"].replace("\N{NO-BREAK SPACE}", " ") == "2 d 13 h"
    # Of costs the last day is told.
    up_to = dict(zip(table["Source"], table["Data as of"], strict=True))
    last = read(changed, "fct_campaign_spend")["spend_date"].max()
    assert up_to["spend"] == f"{last.day} {last:%b %Y}"
    assert ages["spend"].endswith(("d", "h", "min"))


def test_a_test_that_warns_says_what_was_found_and_stands_first(changed: Path) -> None:
    name = "unique_fct_leads_lead_key"
    warned = f"update meta_tests set status = 'warn', failures = 3, description = '' where test_name = '{name}'"
    change(changed, warned)
    assert page.tests_line().endswith("tests warns")
    assert "](data)" in page.as_of_line(link=True)
    assert "](" not in page.as_of_line()
    table = opened("data").dataframe[0].value.to_dict("records")
    assert [(row["What was found"], row["Failing rows"], row["Table"], row["Test"]) for row in table] == [
        ("The same lead_key stands in several rows.", 3, "fct_leads", name)
    ]


def test_what_was_not_exported_stands_in_the_verdict(changed: Path) -> None:
    change(
        changed,
        "update meta_coverage set is_exported = true",
        "update meta_coverage set is_exported = false where object_name in ('Quote', 'Event')",
    )
    assert "not exported: Event, Quote. Each is listed below." in verdict()
    assert "Event, Quote" not in verdict().partition("Each is listed below.")[2]


def test_a_text_that_fits_stands_in_one_line_and_a_longer_one_is_not_cut_off() -> None:
    short, long = (pl.Series("description", ["x" * letters]) for letters in (124, 157))
    # 126 letters of 6.6 pixels are 832; 157 of them are 1,036, two lines of 740.
    assert (meta_table._width("description", short), meta_table._lines("description", short)) == (832, 1)
    assert (meta_table._width("description", long), meta_table._lines("description", long)) == (740, 2)


def test_every_test_of_a_build_says_what_it_found(warehouse: Path) -> None:
    told = data.table("meta_tests")
    assert not told.filter(pl.col("description").fill_null("") == "").height
    lost = told.filter(pl.col("test_name").str.starts_with("relationships_fct_leads_opportunity_key"))
    assert "counts as having an open one" in lost["description"][0]


def test_a_value_without_a_meaning_names_the_file_that_gives_it_one(warehouse: Path) -> None:
    app = opened("data")
    table = next(each.value for each in app.dataframe if "Give it a meaning in" in each.value)
    assert "lead_statuses.csv" in set(table["Give it a meaning in"])
    assert not table["Give it a meaning in"].isna().any()
    assert "leadhouse build" in written(app)


def test_a_contradiction_is_said_to_be_seen_on_every_page_whose_numbers_are_of_its_table(warehouse: Path) -> None:
    listed = [each for pages in SECTIONS.values() for each in pages]
    titles = {name: str(opened(name, period="all").title[0].value) for name, _ in listed if name != "data"}
    for name, title in titles.items():
        view = importlib.import_module(f"dashboards.views.{name}")
        for tile in getattr(view, "TILES", []):
            fact = data.definition(tile.metric).fact
            assert title in condition.SEEN_ON.get(fact, title).split(", "), (name, tile.metric)
    assert set(titles.values()) >= {each for pages in condition.SEEN_ON.values() for each in pages.split(", ")}
