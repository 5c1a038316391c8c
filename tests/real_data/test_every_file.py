"""Every file that is shared with us loads whole, or is ignored or refused for a reason that a user would accept.

Records are counted here with the standard library; what the loader reports, what stands in the raw tables and what is
kept as rejected must add up to that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import loaders

from . import counts
from .expectations import FILES, WAYS, Expectation, expectation
from .loads import Loaded, files, folder_of, load_folder

FOLDERS = sorted(WAYS)
UNMAPPED = [folder for folder, way in WAYS.items() if not way.mapping]


@pytest.fixture(scope="module")
def load_once(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    """A folder's load, made when it is first asked for."""
    done: dict[str, Loaded] = {}

    def load(folder: str) -> Loaded:
        if folder not in done:
            done[folder] = load_folder(shared_data, folder, tmp_path_factory.mktemp("every_file"))
        return done[folder]

    return load


def test_every_file_and_folder_is_in_the_table(shared_data: Path) -> None:
    names = files(shared_data)
    assert [name for name in names if expectation(name) is None] == []
    assert {folder_of(name) for name in names} == set(WAYS)


def test_every_row_of_the_table_is_about_a_file(shared_data: Path) -> None:
    used = {id(expectation(name)) for name in files(shared_data)}
    assert [row.pattern for row in FILES if id(row) not in used] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_record_is_landed_rejected_or_left_out(
    folder: str, shared_data: Path, load_once: Callable[[str], Loaded]
) -> None:
    done = load_once(folder)
    for name, row in _rows(shared_data, folder):
        if row.parts:
            _check_loaded(done, name, row, counts.records(shared_data / name))


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_not_loaded_says_why(folder: str, shared_data: Path, load_once: Callable[[str], Loaded]) -> None:
    done = load_once(folder)
    reasons = {f"{folder}/{each.file}": each.reason for each in (done.report.ignored if done.report else [])}
    reasons |= {name: refusal.reason for name, refusal in done.refusals.items()}
    expected = {name: row.reasons for name, row in _rows(shared_data, folder) if not row.parts}
    assert reasons.keys() == expected.keys()
    assert {
        name: reasons[name] for name, wanted in expected.items() if not any(each in reasons[name] for each in wanted)
    } == {}


@pytest.mark.parametrize("folder", UNMAPPED)
def test_each_cell_of_an_unmapped_file_stands_in_the_raw_table(
    folder: str, shared_data: Path, load_once: Callable[[str], Loaded]
) -> None:
    done = load_once(folder)
    for name, row in _rows(shared_data, folder):
        if not row.parts or not name.endswith(".csv"):
            continue
        rows = counts.rows(shared_data / name)
        if rows:
            columns = ", ".join(f'"{column}"' for column in rows[0])
            landed = _query(done, row.parts[0].object, name, f"select {columns}", "order by _source_row")
            assert [tuple(cell or "" for cell in record) for record in landed] == [
                tuple(each.values()) for each in rows
            ]


COPIED = {"sf_event_data.csv": "Event", "sf_lead_data.csv": "Lead", "sf_task_data.csv": "Task"}
VERSIONED = {
    f"sf_{name}_data.csv" for name in ("account", "account_history", "opportunity", "opportunity_history", "user")
}


def test_a_connectors_copy_of_salesforce_is_read_by_the_systems_own_names(shared_data: Path, tmp_path: Path) -> None:
    report = loaders.load("salesforce", [shared_data / "fivetran_salesforce"], tmp_path)
    assert {file.file: file.object for file in report.files} == COPIED
    assert {each.file for each in report.ignored if "earlier versions" in each.reason} == VERSIONED
    with duckdb.connect(tmp_path / "landing.duckdb", read_only=True) as connection:
        for name, thing in COPIED.items():
            expected = [
                (row["id"], row["created_date"], row["owner_id"], row["is_deleted"])
                for row in counts.rows(shared_data / "fivetran_salesforce" / name)
            ]
            landed = connection.execute(
                f"select Id, CreatedDate, OwnerId, IsDeleted from salesforce.{thing}"
            ).fetchall()
            assert sorted(landed) == sorted(expected)


def _rows(data: Path, folder: str) -> list[tuple[str, Expectation]]:
    found = [(name, expectation(name)) for name in files(data) if folder_of(name) == folder]
    return [(name, row) for name, row in found if row is not None]


def _check_loaded(done: Loaded, name: str, row: Expectation, records: int) -> None:
    assert done.report is not None, name
    reported = [file for file in done.report.files if file.file == name.removeprefix(f"{done.folder}/")]
    wanted = [
        (part.object, records, records - part.left_out - sum(part.rejected.values()), part.left_out, part.rejected)
        for part in row.parts
    ]
    rejects = _rejects(done, name)
    got = [
        (file.object, file.records, file.landed, file.left_out, dict(rejects) if file.rejected else {})
        for file in reported
    ]
    assert got == wanted, name
    for thing in {part.object for part in row.parts}:
        landed = sum(each[2] for each in wanted if each[0] == thing)
        assert _query(done, thing, name, "select count(*)")[0][0] == landed, name


def _rejects(done: Loaded, name: str) -> Counter[str]:
    with duckdb.connect(done.warehouse / "landing.duckdb", read_only=True) as connection:
        rules = connection.execute(
            "select rule from ledger.rejects where file_name = ?", [name.removeprefix(f"{done.folder}/")]
        ).fetchall()
    return Counter(rule for (rule,) in rules)


def _query(done: Loaded, thing: str, name: str, select: str, order: str = "") -> list[tuple]:
    """Rows of an object's raw table that came from one file."""
    schema, table = WAYS[done.folder].source, re.sub("(?<=[a-z])(?=[A-Z])", "_", thing).lower()
    with duckdb.connect(done.warehouse / "landing.duckdb", read_only=True) as connection:
        return connection.execute(
            f"{select} from {schema}.{table} where _source_file = ? {order}", [name.removeprefix(f"{done.folder}/")]
        ).fetchall()
