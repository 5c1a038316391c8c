"""`leadhouse explain METRIC`: rows in and rows out add up to what landed, and the value is the one that pages show."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboards.fields import BORROWED_BY
from dashboards.filters import Filters
from dashboards.queries import QUESTIONS
from dashboards.sql import catalogue_of
from leadhouse.cli import main
from leadhouse.explaining.metric_rows import IN, MetricRows
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current
from tests.known_answers.comparing import SMALL, read

EVERYTHING = Filters()
FILTERS = (
    EVERYTHING,
    Filters(first=date(2025, 9, 1), last=date(2025, 10, 31)),
    Filters(values=(("owner", ("salesforce:0055e00000U0001AAB",)),)),
    Filters(last=date(2025, 10, 15), values=(("source_system", ("salesforce",)), ("owner_type", ("user", "queue")))),
)


@pytest.fixture(scope="module")
def published(known_warehouse: Path) -> Path:
    return require_current(Warehouse.at(known_warehouse))


def run(warehouse: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["explain", *arguments, "--warehouse", str(warehouse)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def sections(warehouse: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """The facts of an explanation by section and name."""
    code, out, err = run(warehouse, *arguments, "--json")
    assert code == 0, err
    return {
        section["title"]: {fact["name"]: fact for fact in section["facts"]} for section in json.loads(out)["sections"]
    }


def landed(file: str) -> int:
    with (SMALL / "export" / file).open(encoding="utf-8", newline="") as stream:
        return len(list(csv.DictReader(stream)))


def test_the_sla_rate_accounts_for_every_landed_lead(known_warehouse: Path) -> None:
    facts = read("fct_leads")
    counted = [row for row in facts if row["is_counted"] == "true"]
    outcomes = Counter(row["response_outcome"] for row in counted)
    due = [row for row in counted if row["response_outcome"] in ("met", "late", "overdue")]
    found = sections(known_warehouse, "sla_met_rate")
    rows, left_out = ({name: fact["value"] for name, fact in found[title].items()} for title in ("Rows", "Left out"))
    assert rows == {"all": landed("Lead.csv"), "measured": len(due)}
    for outcome in ("pending", "closed_untouched", "not_measurable"):
        assert left_out[outcome] == outcomes[outcome]
    assert left_out["no_limit"] == outcomes[""]
    assert left_out["test"] == sum(row["is_test"] == "true" for row in facts)
    assert left_out["duplicate"] == len(facts) - len(counted) - left_out["test"]
    gone = sum(left_out[fate] for fate in ("merged", "cycle", "deleted", "absent_survivor"))
    assert gone == landed("Lead.csv") - len(facts)
    assert sum(left_out.values()) == rows["all"] - rows["measured"]


def test_the_sla_rate_is_met_over_due(known_warehouse: Path) -> None:
    value = sections(known_warehouse, "sla_met_rate")["Value"]
    outcomes = Counter(row["response_outcome"] for row in read("fct_leads") if row["is_counted"] == "true")
    due = outcomes["met"] + outcomes["late"] + outcomes["overdue"]
    assert (value["numerator"]["value"], value["denominator"]["value"]) == (outcomes["met"], due)
    assert value["value"]["value"] == pytest.approx(outcomes["met"] / due)


def test_every_metric_adds_up_under_every_filter(published: Path) -> None:
    names = catalogue_of(published)
    for name, asked in names.metrics.items():
        for each in FILTERS:
            # Campaigns and touches are no rep's, the company's costs no owner's: pages have no such filter.
            values = tuple(pair for pair in each.values if names.has(asked.fact, pair[0]))
            where = replace(each, values=values)
            where = where.without("owner_type") if asked.fact in BORROWED_BY else where
            counts = MetricRows(published, asked, where).counts()
            answer = QUESTIONS["metric"](published, name, (), where).row(0, named=True)
            measured = dict(counts.select("reason", "records").iter_rows()).get(IN, 0)
            assert measured == answer["n"], (name, where)
            whole = counts["records"].sum()
            assert whole == MetricRows(published, asked, EVERYTHING).counts()["records"].sum(), (name, where)
            if asked.fact in ("fct_leads", "fct_opportunities"):
                assert whole == landed("Lead.csv" if asked.fact == "fct_leads" else "Opportunity.csv")
            if "of" in answer and isinstance(answer["hits"], int):
                assert counts["hits"].sum() == answer["hits"], (name, where)


def test_every_metric_is_explained_in_100_columns(known_warehouse: Path, published: Path) -> None:
    for name in catalogue_of(published).metrics:
        code, out, err = run(known_warehouse, name)
        assert code == 0, err
        assert all(len(text) <= 100 for text in out.splitlines()), (name, max(out.splitlines(), key=len))


def test_a_period_and_a_filter_leave_rows_out_by_name(known_warehouse: Path) -> None:
    asked = ["leads_created", "--from", "2025-09-01", "--to", "2025-09-30", "--where", "status=new"]
    found = sections(known_warehouse, *asked)
    counted = [row for row in read("fct_leads") if row["is_counted"] == "true"]
    # All of September in Berlin, where none of them was created near midnight.
    within = [row for row in counted if row["created_at"].startswith("2025-09-")]
    new = [row for row in within if row["status"] == "new"]
    assert found["Value"]["value"]["value"] == len(new)
    assert found["Left out"]["outside_period"]["value"] == len(counted) - len(within)
    assert found["Left out"]["filter_status"]["value"] == len(within) - len(new)
    assert found["Value"]["period"]["value"] == "2025-09-01 to 2025-09-30"


def test_what_has_no_day_of_the_period_is_told_apart_from_what_lies_outside_it(known_warehouse: Path) -> None:
    deals = [row for row in read("fct_opportunities") if row["is_counted"] == "true"]
    left_out = sections(known_warehouse, "win_rate", "--from", "2030-01-01")["Left out"]
    assert left_out["no_date"]["value"] == sum(not row["closed_at"] for row in deals)
    assert left_out["outside_period"]["value"] == sum(bool(row["closed_at"]) for row in deals)


def test_files_say_what_landed_and_what_is_measured(known_warehouse: Path) -> None:
    files = sections(known_warehouse, "opportunities_won")["Files"]
    won = sum(row["is_won"] == "true" and row["is_counted"] == "true" for row in read("fct_opportunities"))
    assert list(files) == ["Opportunity.csv"]
    assert files["Opportunity.csv"]["value"] == won
    assert f"of {landed('Opportunity.csv')} Opportunity" in files["Opportunity.csv"]["why"]


@pytest.mark.parametrize(("part", "outcomes"), [("measured", ("met", "late", "overdue")), ("hits", ("met",))])
def test_records_are_listed_with_file_and_record(known_warehouse: Path, part: str, outcomes: tuple[str, ...]) -> None:
    listed = sections(known_warehouse, "sla_met_rate", "--records", part)["Records"][part]["lines"]
    expected = {
        row["lead_key"]
        for row in read("fct_leads")
        if row["is_counted"] == "true" and row["response_outcome"] in outcomes
    }
    assert {each["key"] for each in listed} == expected
    with (SMALL / "export" / "Lead.csv").open(encoding="utf-8", newline="") as stream:
        ids = [row["Id"] for row in csv.DictReader(stream)]
    assert all(f"salesforce:{ids[each['row'] - 1]}" == each["key"] for each in listed)


def test_stays_are_listed_with_the_line_of_their_lead(known_warehouse: Path) -> None:
    found = sections(known_warehouse, "leads_received", "--records")
    listed = found["Records"]["measured"]["lines"]
    assert len(listed) == found["Value"]["value"]["value"] == len({each["key"] for each in listed})
    assert all(each["file"] == "Lead.csv" for each in listed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("win_rate", "--where", "colour=red"), "has no field colour"),
        (("leads_created", "--where", "status=asleep"), "no row of fct_leads has status=asleep. Values: "),
        (("leads_created", "--where", "status"), "is not FIELD=VALUE"),
        (("win_rate", "--from", "2025-10-01", "--to", "2025-09-01"), "is before"),
        (("00Q5e00000L0012EAB", "--records"), "is no metric"),
        (("00Q5e00000L0012EAB", "--from", "2025-10-01"), "is no metric"),
        (("win_rate", "--as", "lead"), "Nothing is known of win_rate"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(known_warehouse: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(known_warehouse, *arguments)
    assert (code, out) == (2, "")
    assert said in err
