"""The published facts of a small hand-made Salesforce export equal figures that the models did not compute."""

from __future__ import annotations

import ast
import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.known_answers.building import PROJECT, built, facts, published_in
from tests.known_answers.comparing import EXPECTED, KEYS, SMALL, Row, differences, read, same, text
from tests.sharing import made_once

HERE = Path(__file__).parent
WORK_OUT = HERE / "work_out.py"
SCRIPTS = [WORK_OUT, *sorted((HERE / "working").glob("*.py"))]
NUMBERED = {"fct_lead_statuses": "00Q5e00000L", "fct_leads": "00Q5e00000L", "fct_lead_assignments": "00Q5e00000L"}
DEAL = "0065e00000P"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As things stood at the newest record."""
    return published_in(made_once(tmp_path_factory, "known_answers", built))


@pytest.fixture(scope="session")
def published_then(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As things stood at an earlier time."""
    return built(tmp_path_factory.mktemp("known_answers_then"), "--as-of", "2025-09-15T14:00")


@pytest.mark.parametrize("name", KEYS)
def test_every_cell_of_the_fact_is_as_worked_out(published: Path, name: str) -> None:
    found = differences(name, facts(published, name))
    assert not found, f"{name}: {len(found)} differences\n" + "\n".join(map(str, found))


def test_a_deleted_opportunity_counts_nowhere(published: Path) -> None:
    counted = [row for row in facts(published, "fct_opportunities") if row["is_counted"]]
    assert len(counted) == int(totals()["counted opportunities"])


@pytest.mark.parametrize("name", KEYS)
def test_one_wrong_cell_a_missing_row_and_a_row_too_many_are_all_reported(name: str) -> None:
    rows: list[Row] = [dict(row) for row in read(name)]
    assert differences(name, rows) == []
    column = list(rows[0])[-1]
    rows[0][column] = "elsewhere"
    rows[1] = {**rows[1], KEYS[name][0]: "salesforce:nobody"}
    assert [each.column for each in differences(name, rows)] == ["row", column, "row"]


def hand_figures(start: str) -> list[tuple[str, ...]]:
    """The figures in WORKED.md, from the lines that begin so: table, record, column, value."""
    lines = (SMALL / "WORKED.md").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.strip("|").split("|"))[-4:] for line in lines if line.startswith(start)]


def row_of(table: str, record: str, rows: list[Row]) -> Row:
    """The row of a numbered lead or deal, `number/stay` for a stay."""
    number, _, stay = record.partition("/")
    start = f"salesforce:{NUMBERED.get(table, DEAL)}{int(number):04d}"
    found = [row for row in rows if row[KEYS[table][0]].startswith(start)]
    return next(row for row in found if not stay or row["stay_number"] == stay)


@pytest.mark.parametrize(("table", "record", "column", "value"), hand_figures("| then | fct_"))
def test_the_figure_of_an_earlier_time_is_as_worked_by_hand(
    published_then: Path, table: str, record: str, column: str, value: str
) -> None:
    got = text(row_of(table, record, facts(published_then, table))[column])
    assert same(column, value, got), f"{table} {record} {column}: by hand {value}, got {got}"


@pytest.mark.parametrize(("table", "rows"), [("fct_leads", 13), ("fct_opportunities", 7), ("fct_activities", 11)])
def test_what_was_created_later_is_not_there_yet(published_then: Path, table: str, rows: int) -> None:
    assert len(facts(published_then, table)) == rows


@pytest.mark.parametrize(("table", "record", "column", "value"), hand_figures("| fct_"))
def test_the_figure_worked_by_hand_is_the_expected_one(table: str, record: str, column: str, value: str) -> None:
    expected = row_of(table, record, list(read(table)))[column]
    assert same(column, value, expected), f"{table} {record} {column}: by hand {value}, worked out {expected}"


def totals() -> dict[str, str]:
    """The headline totals, counted from the expected facts."""
    leads, deals = read("fct_leads"), [row for row in read("fct_opportunities") if row["is_counted"] == "true"]
    counted = [row for row in leads if row["is_counted"] == "true"]
    flags = {
        "response met": "is_response_met", "response due": "is_response_due", "qualified leads": "is_qualified",
        "converted leads": "is_converted", "leads with an opportunity": "has_opportunity", "won leads": "is_won",
        "existing customers": "is_existing_customer",
    }  # fmt: skip
    found = {label: str(sum(row[column] == "true" for row in counted)) for label, column in flags.items()}
    found |= {label: str(number) for label, number in Counter(row["leakage_class"] for row in counted).items()}
    for word in ("won", "lost"):
        mine = [row for row in deals if row[f"is_{word}"] == "true"]
        found[f"{word} opportunities"] = str(len(mine))
        found[f"{word} amount"] = str(sum((Decimal(row["amount"] or 0) for row in mine), Decimal()))
    found |= {"lead rows": str(len(leads)), "counted leads": str(len(counted))}
    return found | {"counted opportunities": str(len(deals)), "stays": str(len(read("fct_lead_assignments")))}


def test_the_totals_worked_by_hand_are_the_expected_ones() -> None:
    worked = (SMALL / "WORKED.md").read_text(encoding="utf-8").split("| total | value |")[1]
    by_hand = dict(re.findall(r"^\| ([^|-]+?) \| ([\d.]+) \|$", worked, flags=re.MULTILINE))
    assert len(by_hand) == 29
    assert {label: totals().get(label) for label in by_hand} == by_hand


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_working_imports_only_the_standard_library(script: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= set(sys.stdlib_module_names) | {"working"}


def test_the_working_runs_alone_with_the_standard_library(tmp_path: Path) -> None:
    """Copied away from the project, without any installed package on its path, it gives the same figures."""
    away = tmp_path / "away" / "tests" / "known_answers"
    for folder in ("working", "salesforce_small/export", "salesforce_small/definitions"):
        shutil.copytree(HERE / folder, away / folder)
    shutil.copytree(PROJECT / "seeds", away.parents[1] / "seeds")
    shutil.copy(SMALL / "leadhouse.toml", away / "salesforce_small")
    shutil.copy(WORK_OUT, away)
    alone = [sys.executable, "-I", "-S", str(away / "work_out.py"), str(tmp_path / "made")]
    subprocess.run(alone, check=True, cwd=away)
    made = {path.name: path.read_bytes() for path in (tmp_path / "made").glob("*.csv")}
    assert made == {path.name: path.read_bytes() for path in EXPECTED.glob("*.csv")}


def test_the_working_gives_exactly_the_committed_figures(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(WORK_OUT), str(tmp_path)], check=True, cwd=tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    assert made == {path.name: path.read_bytes() for path in EXPECTED.glob("*.csv")}


@pytest.mark.parametrize("case", [SMALL, HERE / "attribution"], ids=lambda case: case.name)
def test_every_value_of_the_export_is_quoted_and_every_id_carries_its_checksum(case: Path) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    for path in (case / "export").glob("*.csv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r'"[^"]*"(,"[^"]*")*', line), f"{path.name}: {line}"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                groups = [row["Id"][start : start + 5] for start in (0, 5, 10)]
                sums = [sum(1 << place for place, sign in enumerate(group) if sign.isupper()) for group in groups]
                assert row["Id"][15:] == "".join(letters[each] for each in sums), f"{path.name}: {row['Id']}"
