"""Rejected records can be written out, corrected and loaded again: each lands once, the others stay open."""

from __future__ import annotations

import csv
import json
import stat
from datetime import UTC, datetime

import pytest
import xlsxwriter
from click.testing import CliRunner

import loaders
from leadhouse.cli import main

LATER = datetime(2026, 4, 1, tzinfo=UTC)
LEADS = "Id;CreatedDate;Company\n1;2026-01-01;a\n2;2026-01-02\n3;2026-01-03;c;d\n;2026-01-04;e\n"
OPEN = "select line from ledger.rejects where resolved_load_id is null order by line"


@pytest.fixture
def written(load, write, warehouse, tmp_path):
    """Loads leads of which three are broken, and writes these to a file."""
    load(write("Lead.csv", LEADS))
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    return file.path


@pytest.fixture
def retry(warehouse):
    return lambda *paths, **options: loaders.retry_rejects(
        "salesforce", list(paths), warehouse, **({"loaded_at": LATER} | options)
    )


def correct(path, *replacements):
    text = path.read_text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def test_open_rejects_are_listed_without_their_text(load, write, warehouse):
    load(write("Lead.csv", LEADS))
    first, *_ = found = loaders.open_rejects(warehouse)
    assert [(reject.file, reject.object, reject.line, reject.rule) for reject in found] == [
        ("Lead.csv", "Lead", 3, "too few fields"),
        ("Lead.csv", "Lead", 4, "too many fields"),
        ("Lead.csv", "Lead", 5, "record id missing"),
    ]
    assert first.reject_id == "20260331T180000Z/Lead.csv/3"
    assert not hasattr(first, "raw_text")


def test_a_warehouse_without_any_load_has_no_rejects(warehouse, tmp_path):
    assert loaders.open_rejects(warehouse) == []
    assert loaders.write_rejects(warehouse, tmp_path / "correct") == []


def test_they_are_written_as_they_were_for_their_owner_alone(written):
    assert written.name == "20260331T180000Z_Lead.csv"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert written.read_text() == (
        "_reject_id;Id;CreatedDate;Company\n"
        "20260331T180000Z/Lead.csv/3;2;2026-01-02\n"
        "20260331T180000Z/Lead.csv/4;3;2026-01-03;c;d\n"
        "20260331T180000Z/Lead.csv/5;;2026-01-04;e\n"
    )


def test_a_file_that_may_hold_corrections_is_not_written_over(written, warehouse):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"))
    with pytest.raises(loaders.Refused, match="it is there already and may hold corrections"):
        loaders.write_rejects(warehouse, written.parent)
    assert "2026-01-02;b" in written.read_text()


def test_what_was_corrected_lands_and_what_is_still_broken_stays_open(written, retry, query):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"), ("c;d", "c d"))
    report = retry(written)
    assert [(file.records, file.landed, file.rejected) for file in report.files] == [(3, 2, 1)]
    assert report.notices == ["20260331T180000Z_Lead.csv: still rejected and open: line 4 (record id missing)"]
    rows = 'select "Id", "Company", _source_file, _source_row, _load_id from salesforce.lead order by 1'
    assert query(rows) == [
        ("1", "a", "Lead.csv", 1, "20260331T180000Z"),
        ("2", "b", "20260331T180000Z_Lead.csv", 1, "20260401T000000Z"),
        ("3", "c d", "20260331T180000Z_Lead.csv", 2, "20260401T000000Z"),
    ]
    assert query(OPEN) == [(5,)]
    assert query("select count(*) from duckdb_columns() where column_name = '_reject_id'") == [(0,)]
    assert query("select records, landed, rejected, left_out from ledger.files order by rowid") == [
        (4, 1, 3, 0),
        (2, 2, 0, 0),
    ]
    assert query("select load_id, is_retry from ledger.loads order by 1") == [
        ("20260331T180000Z", False),
        ("20260401T000000Z", True),
    ]


def test_loading_corrections_twice_changes_nothing(written, retry, query):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"), ("c;d", "c d"), (";;2026-01-04", ";4;2026-01-04"))
    assert retry(written).landed == 3
    again = retry(written)
    assert (again.load_id, again.landed, again.files[0].skipped) == (None, 0, True)
    assert query("select count(*) from salesforce.lead") == [(4,)]
    assert query("select count(*) from ledger.loads") == [(2,)]


def test_the_rest_can_be_corrected_later_in_the_same_file(written, retry, query):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"))
    assert retry(written).landed == 1
    correct(written, ("c;d", "c d"))
    assert retry(written).landed == 1
    assert query('select "Id" from salesforce.lead order by 1') == [("1",), ("2",), ("3",)]


def test_records_that_a_person_deletes_from_the_file_stay_open(written, retry, query):
    header, first, *_ = written.read_text().splitlines()
    written.write_text(f"{header}\n{first};b\n")
    retry(written)
    assert query(OPEN) == [(4,), (5,)]


def test_a_dry_run_tells_and_changes_nothing(written, retry, query):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"))
    assert retry(written, dry_run=True).landed == 1
    assert query(OPEN) == [(3,), (4,), (5,)]


def test_unknown_rejects_are_refused_and_nothing_lands(written, retry, query):
    correct(written, ("Lead.csv/4", "Lead.csv/99"), (";2;2026-01-02", ";2;2026-01-02;b"))
    with pytest.raises(loaders.Refused, match="1 of its 3 records have a _reject_id that no record of salesforce"):
        retry(written)
    assert query("select count(*) from salesforce.lead") == [(1,)]


def test_one_reject_twice_is_refused(written, retry):
    correct(written, ("Lead.csv/4", "Lead.csv/3"))
    with pytest.raises(loaders.Refused, match=r'two records have the _reject_id ".*Lead\.csv/3"'):
        retry(written)


def test_another_header_is_refused_with_what_differs(written, retry):
    correct(written, ("CreatedDate", "Created"))
    with pytest.raises(loaders.Refused, match=r"not that of Lead\.csv: it lacks CreatedDate and adds Created\."):
        retry(written)


def test_a_file_that_holds_no_rejects_is_refused(written, retry, write):
    with pytest.raises(loaders.Refused, match="its first column is not _reject_id"):
        retry(write("Lead.csv", LEADS))


def test_a_file_of_rejects_is_not_loaded_as_an_export(written, load):
    with pytest.raises(loaders.Refused, match="a file of corrected records is loaded with --retry-rejects"):
        load(written.rename(written.with_name("Lead.csv")))


def test_records_are_read_as_their_load_read_them(load, write, retry, warehouse, tmp_path, query):
    report = "Lead ID,Created Date,Company\n1,31/01/2026 14:05,a\n2,01/02/2026 08:00\n"
    load(write("Lead.csv", report), time_zone="Europe/Berlin", date_order="dmy")
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    correct(file.path, ("08:00", "08:00,b"))
    retry(file.path)
    assert query('select "CreatedDate", _time_zone, _date_order from salesforce.lead order by "Id"') == [
        ("31/01/2026 14:05", "Europe/Berlin", "dmy"),
        ("01/02/2026 08:00", "Europe/Berlin", "dmy"),
    ]


def test_corrections_saved_with_another_delimiter_and_mark_are_understood(written, retry):
    correct(written, (";2;2026-01-02", ";2;2026-01-02;b"), ("c;d", "c d"))
    written.write_text("\ufeff" + written.read_text().replace(";", "\t"))
    assert retry(written).landed == 2


def test_rejects_of_files_whose_names_differ_in_case_alone_are_told_apart(load, retry, write, query):
    write("Lead.csv", "Id,CreatedDate,Company\n1,2026-01-01,a\n2,2026-01-02\n")
    load(write("LEAD.csv", "Id,CreatedDate,Company\n3,2026-01-03,c\n4,2026-01-04\n").parent)
    day = "20260331T180000Z"
    corrected = f"{day}/Lead.csv/3,2,2026-01-02,b\n{day}/LEAD.csv/3,4,2026-01-04,d\n"
    assert retry(write("corrected.csv", f"_reject_id,Id,CreatedDate,Company\n{corrected}")).landed == 2
    assert query("select Id from salesforce.lead order by 1") == [("1",), ("2",), ("3",), ("4",)]


def test_rejects_of_a_workbook_or_several_files_are_told_apart(load, write, warehouse, tmp_path):
    write("a/Lead.csv", LEADS)
    load(write("b/Task.csv", "Id,Subject\nT1\n").parents[1])
    found = loaders.write_rejects(warehouse, tmp_path / "correct")
    assert [(file.path.name, file.records) for file in found] == [
        ("20260331T180000Z_a_Lead.csv", 3),
        ("20260331T180000Z_b_Task.csv", 1),
    ]


MAPPING = """
system = "acme"
time_zone = "UTC"
delimiter = "|"
[leads]
file = "crm.csv"
[leads.fields]
lead_id = "No"
created_at = "At"
[leads.where]
Kind = "L"
[contacts]
file = "crm.csv"
[contacts.fields]
contact_id = "No"
"""


@pytest.fixture
def mapped(load, write, warehouse, tmp_path):
    """Loads a file of which a mapping makes leads and contacts; one record is broken for both."""
    mapping = write("../acme.toml", MAPPING)
    load(write("crm.csv", "No|At|Kind\n1|2026-01-01|L\n2|2026-01-02\n"), mapping=mapping)
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    return mapping, file.path


@pytest.mark.parametrize(("kind", "leads"), [("L", 2), ("other", 1)])
def test_a_record_that_two_blocks_rejected_lands_as_both_unless_where_leaves_it_out(
    mapped, warehouse, query, kind, leads
):
    mapping, path = mapped
    assert len(list(csv.reader(path.read_text().splitlines(), delimiter="|"))) == 2
    correct(path, ("2|2026-01-02", f"2|2026-01-02|{kind}"))
    report = loaders.retry_rejects("spreadsheet", [path], warehouse, mapping=mapping)
    assert report.landed == leads
    assert query("select count(*) from spreadsheet.leads") == [(leads,)]
    assert query("select count(*) from spreadsheet.contacts") == [(2,)]
    assert query(OPEN) == []


def test_a_mapping_that_changed_since_is_refused(mapped, warehouse, write):
    _, path = mapped
    other = write("../acme.toml", MAPPING.replace('contact_id = "No"', 'contact_id = "At"'))
    with pytest.raises(loaders.Refused, match="it no longer has the block of contacts that rejected these records"):
        loaders.retry_rejects("spreadsheet", [path], warehouse, mapping=other)


def test_rejects_on_one_row_of_two_sheets_are_two_records(load, write, warehouse, tmp_path, query):
    book = tmp_path / "crm.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        for name in ("North", "South"):
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate([("No", "At", "Who"), ("1", "2026-01-01", name), ("", "2026-01-02", name)]):
                sheet.write_row(row, 0, cells)
    block = '[[leads]]\nfile = "crm.xlsx"\nsheet = "{0}"\n[leads.fields]\nlead_id = "No"\ncreated_at = "At"\n'
    blocks = block.format("North") + block.format("South") + 'company = "Who"\n'
    mapping = write("../acme.toml", 'system = "acme"\ntime_zone = "UTC"\n' + blocks)
    load(book, mapping=mapping)
    assert len({reject.reject_id for reject in loaders.open_rejects(warehouse)}) == 2
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    assert (file.path.name, file.records) == ("20260331T180000Z_crm.xlsx.csv", 2)
    correct(file.path, ("/3,,", "/3,7,"))
    assert loaders.retry_rejects("spreadsheet", [file.path], warehouse, mapping=mapping).landed == 2
    assert query("select count(*) from spreadsheet.leads where company = 'South'") == [(2,)]
    assert query("select count(*) from spreadsheet.leads where lead_id = '7'") == [(2,)]


def cli(warehouse, *arguments):
    return CliRunner().invoke(main, [*map(str, arguments), "--warehouse", str(warehouse)])


def test_the_command_line_leads_from_the_list_to_the_corrected_load(load, write, warehouse, tmp_path):
    load(write("Lead.csv", LEADS))
    folder = tmp_path / "correct"
    shown = cli(warehouse, "status", "--rejects").stdout
    assert "20260331T180000Z  Lead.csv  Lead    3     too few fields" in shown
    assert "2026-01-02" not in shown
    assert json.loads(cli(warehouse, "status", "--rejects", "--json").stdout)[0]["line"] == 3
    assert "3 open. See: leadhouse status --rejects" in cli(warehouse, "status").stdout
    assert "3 records" in cli(warehouse, "status", "--rejects", "--write", folder).stdout
    (path,) = folder.iterdir()
    correct(path, (";2;2026-01-02", ";2;2026-01-02;b"))
    result = cli(warehouse, "load", "salesforce", "--retry-rejects", folder)
    assert (result.exit_code, "Landed 1 rows" in result.stderr) == (0, True)
    assert "2 open" in cli(warehouse, "status").stdout
    assert cli(warehouse, "status", "--rejects", "--write", folder).exit_code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "--write", "x"),
        ("status", "--drift", "--rejects"),
        ("load", "salesforce", ".", "--retry-rejects", "--complete"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(warehouse, arguments):
    assert cli(warehouse, *arguments).exit_code == 2
