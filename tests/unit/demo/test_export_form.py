"""The export has the genuine form: quoting, columns, ids, times; the same seed gives the same bytes."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest
import yaml

from leadhouse.demo import DemoExport, generate
from leadhouse.demo.columns import COLUMNS
from leadhouse.demo.ids import KEY_PREFIXES, checksum, make_ids
from tests.unit.demo.reading import SEED, members_of

DECLARATIONS = Path(__file__).parents[3] / "models/staging/salesforce/_sources.yml"
OBJECTS = (
    "User", "Group", "Account", "Contact", "Campaign", "Lead", "LeadHistory", "CampaignMember", "Opportunity",
    "OpportunityHistory", "OpportunityFieldHistory", "OpportunityContactRole", "Quote", "Task", "Event",
)  # fmt: skip
CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
# Columns of the genuine weekly export, without the custom ones and the task's subtype.
GENUINE_COLUMNS = {
    "User": 82, "Account": 54, "Contact": 63, "Campaign": 44, "Lead": 57, "CampaignMember": 15, "Opportunity": 42,
    "OpportunityHistory": 21, "OpportunityContactRole": 11, "Quote": 68, "Task": 43, "Event": 42,
}  # fmt: skip


def suffix_by_hand(short: str) -> str:
    """Work the three check characters out as the documentation words it, character by character."""
    result = ""
    for start in (0, 5, 10):
        bits = "".join("1" if letter.isupper() else "0" for letter in reversed(short[start : start + 5]))
        result += CHECK[int(bits, 2)]
    return result


def test_the_export_holds_all_objects_and_nothing_else(members: dict[str, bytes]) -> None:
    assert tuple(members) == OBJECTS


@pytest.mark.parametrize("name", OBJECTS)
def test_every_value_is_quoted_and_every_line_ends_with_a_line_feed(members: dict[str, bytes], name: str) -> None:
    text = members[name].decode("utf-8")
    assert text.endswith('"\n')
    assert "\r" not in text
    lines = text.splitlines()
    width = len(COLUMNS[name])
    for line in lines[:200] + lines[-200:]:
        assert re.fullmatch('("[^"]*",)' * (width - 1) + '"[^"]*"', line), line


@pytest.mark.parametrize("name", OBJECTS)
def test_the_header_is_the_genuine_one(members: dict[str, bytes], name: str) -> None:
    header = next(csv.reader(io.StringIO(members[name].decode("utf-8"))))
    assert header == list(COLUMNS[name])
    standard = [column for column in header if not column.endswith("__c") and column != "TaskSubtype"]
    if name in GENUINE_COLUMNS:
        assert len(standard) == GENUINE_COLUMNS[name]
    source = yaml.safe_load(DECLARATIONS.read_text(encoding="utf-8"))["sources"][0]
    tables = {table["config"]["meta"]["object"]: table for table in source["tables"]}
    declared = [column["name"] for column in tables[name]["columns"]]
    assert [column for column in declared if column in standard] == standard
    assert set(header) <= set(declared)


def test_times_flags_and_dates_have_the_weekly_form(base: duckdb.DuckDBPyConnection) -> None:
    form = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    for table, column in (("Lead", "CreatedDate"), ("Task", "CreatedDate"), ("LeadHistory", "CreatedDate")):
        query = f'select count(*) from "{table}" where not regexp_full_match({column}, ?)'
        assert base.execute(query, [form]).fetchone() == (0,)
    dates = "select count(*) from Opportunity where not regexp_full_match(CloseDate, '....-..-.. 00:00:00')"
    assert base.execute(dates).fetchone() == (0,)
    assert base.execute("select distinct IsDeleted from Lead order by 1").fetchall() == [("0",), ("1",)]


def test_a_known_id_gets_its_documented_suffix() -> None:
    short = np.frombuffer(b"001A0000006Vm9r", dtype=np.uint8).reshape(1, 15)
    assert bytes(checksum(short)[0]).decode() == "IAC"


def test_every_id_and_reference_is_valid(base: duckdb.DuckDBPyConnection) -> None:
    for name in OBJECTS:
        ids = [row[0] for row in base.execute(f'select Id from "{name}"').fetchall()]
        assert len(set(ids)) == len(ids)
        assert {identity[:3] for identity in ids} == {KEY_PREFIXES[name]}
        assert all(identity[15:] == suffix_by_hand(identity[:15]) for identity in ids[:3_000])


def test_ids_that_differ_only_by_case_occur(base: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) - count(distinct lower(left(Id, 15))) from Lead"
    found = base.execute(query).fetchone()
    assert found is not None
    assert found[0] > 100


def test_ids_ascend_bytewise_in_the_order_in_which_they_are_given_out() -> None:
    ids = make_ids("Lead", 60, 5_000).to_list()
    assert [identity.encode() for identity in ids] == sorted(identity.encode() for identity in ids)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / name, leads=400, seed=3) for name in ("one", "two"))
    assert first.archives[0].read_bytes() == second.archives[0].read_bytes()
    for folder in ("truth_dir", "definitions_dir"):
        files = sorted(path.name for path in getattr(first, folder).iterdir())
        assert files
        for name in files:
            assert (getattr(first, folder) / name).read_bytes() == (getattr(second, folder) / name).read_bytes()


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / str(seed), leads=200, seed=seed) for seed in (3, 4))
    one, two = members_of(first.archives[0]), members_of(second.archives[0])
    assert all(one[name] != two[name] for name in OBJECTS)


@pytest.mark.parametrize("leads", [1, 2, 17])
def test_a_tiny_company_is_complete(tmp_path: Path, leads: int) -> None:
    made = generate(tmp_path, leads=leads, seed=SEED)
    assert set(made.rows) == set(OBJECTS)
    assert 1 <= made.rows["Lead"] <= leads


def test_another_present_moves_the_whole_history(tmp_path: Path) -> None:
    made = generate(tmp_path, leads=60, seed=SEED, as_of=datetime(2025, 3, 30, 12, tzinfo=UTC))
    text = members_of(made.archives[0])["LeadHistory"].decode()
    times = re.findall(r'"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)","created"', text)
    assert "2023-03-30" < min(times) < max(times) < "2025-03-30 12:00:00"
    assert made.archives[0].name.endswith("_2025-03-30.zip")


def test_less_than_one_lead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1, got 0"):
        generate(tmp_path, leads=0)


def test_the_newest_stamp_is_the_simulated_present(base: duckdb.DuckDBPyConnection, company: DemoExport) -> None:
    for name in ("Lead", "User"):
        newest = base.execute(f'select max(SystemModstamp) from "{name}"').fetchone()
        assert newest == (f"{company.as_of:%Y-%m-%d %H:%M:%S}",)
