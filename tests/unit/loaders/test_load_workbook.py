"""Sheets of a workbook: typed cells become ISO text, text cells stay, blank rows are no records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

import loaders
from loaders.formats import archives, workbook

MAPPING = """
system = "acme"
time_zone = "UTC"
[leads]
file = "crm.xlsx"
sheet = "Leads"
header_row = 3
[leads.fields]
lead_id = "No"
created_at = "Created"
modified_at = "Changed"
annual_revenue = "Revenue"
is_converted = "Done"
postal_code = "Zip"
description = "Notes"
"""
HEADER = ["No", "Created", "Changed", "Revenue", "Done", "Zip", "Notes"]


@pytest.fixture
def book(tmp_path) -> Path:
    """A sheet with a title above the header, typed cells, a blank row and an error."""
    path = tmp_path / "inbox" / "crm.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("About").write(0, 0, "nothing here")
        sheet = file.add_worksheet("Leads")
        day = file.add_format({"num_format": "yyyy-mm-dd"})
        time = file.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.merge_range(0, 0, 0, 6, "All our leads")
        sheet.write_row(2, 0, HEADER)
        sheet.write(3, 0, 62)
        sheet.write_datetime(3, 1, datetime(2026, 1, 31), day)
        sheet.write_datetime(3, 2, datetime(2026, 1, 31, 10, 0), time)
        sheet.write_row(3, 3, [1234.5, True, "0044123", "two\nlines"])
        sheet.write_row(5, 0, ["A-7", "TBC"])
        sheet.write_datetime(5, 2, datetime(2026, 2, 1), time)
        sheet.write_row(5, 3, [1e9, False, 1230])
        sheet.write_formula(7, 0, "=1/0", None, "#DIV/0!")
    return path


@pytest.fixture
def load_book(book, write, load):
    """Loads the workbook through a mapping."""
    return lambda mapping=MAPPING: load(book, mapping=write("m.toml", mapping))


def test_cells_become_text(load_book, query):
    (file,) = load_book().files
    assert (file.records, file.landed, file.rejected) == (2, 2, 0)
    fields = "lead_id, created_at, modified_at, annual_revenue, is_converted, postal_code, description"
    assert query(f"select {fields}, _source_row, _source_file from spreadsheet.leads order by _source_row") == [
        ("62", "2026-01-31", "2026-01-31 10:00:00", "1234.5", "true", "0044123", "two\nlines", 4, "crm.xlsx"),
        ("A-7", "TBC", "2026-02-01 00:00:00", "1000000000", "false", "1230", None, 6, "crm.xlsx"),
    ]


def test_the_same_workbook_is_landed_once(load_book):
    load_book()
    assert load_book().files[0].skipped


def test_an_unknown_sheet_is_refused_with_the_nearest(load_book):
    with pytest.raises(loaders.Refused, match='it has no sheet "Leeds"; nearest: Leads'):
        load_book(MAPPING.replace('"Leads"', '"Leeds"'))


def test_a_header_on_another_row_is_refused(load_book):
    with pytest.raises(loaders.Refused, match=r"crm\.xlsx line 1: its header row has a single cell.* header_row"):
        load_book(MAPPING.replace("header_row = 3\n", ""))
    with pytest.raises(loaders.Refused, match="has no row 30 to be the header"):
        load_book(MAPPING.replace("= 3", "= 30"))


def test_rows_that_the_sheets_own_xml_does_not_confirm_refuse_the_file(load_book, monkeypatch):
    told = workbook.read_facts

    def one_more(*arguments):
        facts = told(*arguments)
        facts.rows.append(9)
        return facts

    monkeypatch.setattr(workbook, "read_facts", one_more)
    with pytest.raises(loaders.Refused, match="line 9: the sheet has 3 rows below the header, but 2 were read"):
        load_book()


def test_what_is_no_workbook_is_refused(write, load):
    with pytest.raises(loaders.Refused, match="it is not a readable zip archive"):
        load(write("crm.xlsx", b"PK no"), mapping=write("m.toml", MAPPING))


def test_the_first_sheet_is_the_default(load_book, tmp_path):
    with pytest.raises(loaders.Refused, match="has no row 3 to be the header"):
        load_book(MAPPING.replace('sheet = "Leads"\n', ""))


LEADS = """
system = "acme"
time_zone = "UTC"
[leads]
file = "leads.xlsx"
[leads.fields]
lead_id = "No"
created_at = "Created"
company = "Company"
"""


@pytest.fixture
def load_leads(tmp_path, write, load) -> Callable[..., loaders.LoadReport]:
    """Loads a workbook whose first sheet a function fills."""

    def load_leads(fill: Callable[[xlsxwriter.Workbook, Worksheet], None], **options) -> loaders.LoadReport:
        path = tmp_path / "inbox" / "leads.xlsx"
        path.parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(path, options) as file:
            sheet = file.add_worksheet("Leads")
            sheet.write_row(0, 0, ["No", "Created", "Company"])
            fill(file, sheet)
        return load(path, mapping=write("m.toml", LEADS))

    return load_leads


def test_texts_that_look_like_times_are_treated_as_such_and_no_others(load_leads, query):
    def fill(file, sheet):
        sheet.write_row(0, 0, ["No", "Created", "Company"])
        sheet.write_row(1, 0, ["1899-12-31 x", "2026-03-31 00:00:00", "1899-12-31 "])
        sheet.write_row(2, 0, ["1899-12-31 10:00:00", "2026-04-01", "2026-03-31 00:00:00 sharp"])

    load_leads(fill)
    assert query("select lead_id, created_at, company from spreadsheet.leads order by _source_row") == [
        ("1899-12-31 x", "2026-03-31", "1899-12-31 "),
        ("10:00:00", "2026-04-01", "2026-03-31 00:00:00 sharp"),
    ]


LANDED = "select lead_id, created_at, company, _source_row from spreadsheet.leads order by _source_row"


def test_days_that_count_from_1904_are_read_as_the_days_that_are_shown(load_leads, query):
    def fill(file, sheet):
        day = file.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, ["A1"])
        sheet.write_datetime(1, 1, datetime(2026, 1, 31), day)

    load_leads(fill, date_1904=True)
    assert query(LANDED) == [("A1", "2026-01-31", None, 2)]


def test_a_time_of_day_has_no_day(load_leads, query):
    def fill(file, sheet):
        clock = file.add_format({"num_format": "hh:mm"})
        sheet.write_row(1, 0, ["A1", "2026-01-31"])
        sheet.write_number(1, 2, 0.5, clock)

    load_leads(fill)
    assert query(LANDED) == [("A1", "2026-01-31", "12:00:00", 2)]


def test_characters_that_a_workbook_escapes_are_those_that_were_meant(load_leads, query):
    load_leads(lambda _, sheet: sheet.write_row(1, 0, ["A1", "2026-01-31", "a_x000D_\nb _xD800_"]))
    assert query("select company from spreadsheet.leads") == [("a\r\nb _xD800_",)]


def test_an_escaped_nul_refuses_the_sheet(load_leads):
    with pytest.raises(loaders.Refused, match=r"leads\.xlsx: it contains NUL characters"):
        load_leads(lambda _, sheet: sheet.write_row(1, 0, ["A1", "2026-01-31", "a_x0000_"]))


def test_rows_of_empty_texts_are_blank(load_leads, query):
    def fill(file, sheet):
        sheet.write_row(1, 0, ["A1", "2026-01-31"])
        for column in range(3):
            sheet.write_string(2, column, "")
        sheet.write_row(5, 0, ["A2", "2026-01-31"])

    (file,) = load_leads(fill).files
    assert (file.records, file.landed) == (2, 2)
    assert query(LANDED) == [("A1", "2026-01-31", None, 2), ("A2", "2026-01-31", None, 6)]


def test_hidden_rows_merged_cells_errors_and_other_sheets_are_told(load_leads, query):
    def fill(file, sheet):
        sheet.write_row(1, 0, ["A1", "2026-01-31"])
        sheet.merge_range(1, 2, 2, 2, "Acme")
        sheet.write_row(2, 0, ["A2", "2026-01-31"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_row(3, 0, ["A3", "2026-01-31"])
        sheet.write_formula(3, 2, "=1/0", None, "#N/A")
        file.add_worksheet("More")
        file.add_worksheet("Secret").hide()

    report = load_leads(fill)
    assert query(LANDED) == [
        ("A1", "2026-01-31", "Acme", 2),
        ("A2", "2026-01-31", None, 3),
        ("A3", "2026-01-31", None, 4),
    ]
    told = [notice for notice in report.notices if notice.startswith("leads.xlsx: ")]
    assert told == [
        'leads.xlsx: the sheet "Leads" was read; not read: More.',
        "leads.xlsx: 1 hidden rows were loaded like the others.",
        "leads.xlsx: 1 merged ranges below the header; their value is in their first cell only.",
        "leads.xlsx: 1 cells show an error such as #N/A and are empty.",
    ]


def test_totals_that_a_table_declares_are_kept_aside(load_leads, query):
    def fill(file, sheet):
        sheet.write_row(1, 0, ["A1", "2026-01-31", 5])
        columns = [{"header": "No", "total_string": "Total"}, {"header": "Created"}, {"header": "Company"}]
        sheet.add_table(0, 0, 2, 2, {"total_row": True, "columns": columns})

    (file,) = load_leads(fill).files
    assert (file.records, file.landed, file.rejected) == (2, 1, 1)
    assert query("select line, rule, raw_text from ledger.rejects") == [(3, "totals row", "Total,,")]


def test_totals_without_an_id_are_kept_aside(load_leads, query):
    def fill(file, sheet):
        sheet.write_row(1, 0, ["A1", "2026-01-31", "Acme"])
        sheet.write_row(2, 1, ["", "1 company"])

    (file,) = load_leads(fill).files
    assert (file.landed, file.rejected) == (1, 1)
    assert query("select line, rule from ledger.rejects") == [(3, "record id missing")]


def test_a_formula_whose_result_was_never_stored_refuses_the_sheet(load_leads):
    with pytest.raises(loaders.Refused, match=r"leads\.xlsx line 2: a formula has no stored result.*save it"):
        load_leads(lambda _, sheet: sheet.write_formula(1, 2, "=A2", None, ""))


def test_a_sheet_without_its_header_is_refused(load_leads):
    def fill(_, sheet):
        sheet.write_row(0, 0, ["00Q000000000001EAA", "2026-01-31", "Acme"])

    with pytest.raises(loaders.Refused, match=r"leads\.xlsx line 1: a record stands where the header should"):
        load_leads(fill)


def test_two_columns_of_one_name_refuse_the_sheet(load_leads):
    with pytest.raises(loaders.Refused, match=r"leads\.xlsx line 1: the header has one name twice, again in column 4"):
        load_leads(lambda _, sheet: sheet.write_row(0, 3, ["no", "x"]))


def test_a_workbook_that_grows_beyond_reason_is_refused(load_leads, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 1000)
    with pytest.raises(loaders.Refused, match=r"leads\.xlsx: it unpacks to more than"):
        load_leads(lambda _, sheet: sheet.write_column(1, 0, range(100)))


def test_a_workbook_with_a_password_or_of_the_old_kind_is_refused(write, load):
    with pytest.raises(loaders.Refused, match=r"old \.xls, or a workbook with a password.*without a password"):
        load(write("leads.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100), mapping=write("m.toml", LEADS))


def test_a_workbook_of_salesforce_records_lands_with_its_sheet_rows(tmp_path, load, query):
    path = tmp_path / "Lead.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet()
        sheet.write_row(0, 0, ["Id", "CreatedDate", "Phone"])
        sheet.write_row(2, 0, ["L1", "2026-01-31T10:00:00Z", "0044123"])
    assert load(path).files[0].object == "Lead"
    assert query("select Id, CreatedDate, Phone, _source_row from salesforce.lead") == [
        ("L1", "2026-01-31T10:00:00Z", "0044123", 3)
    ]


def test_numbers_of_a_workbook_are_read_as_numbers_where_people_write_commas(load_book, book, query):
    with xlsxwriter.Workbook(book) as file:
        sheet = file.add_worksheet("Leads")
        sheet.write_row(2, 0, HEADER)
        sheet.write_row(3, 0, ["A-1", "2026-01-31", "", 1234.5])
        sheet.write_row(4, 0, ["A-2", "2026-01-31", "", 24.999])
        sheet.write_row(5, 0, ["A-3", "2026-01-31", "", "1.234,50"])
        sheet.write_row(6, 0, ["A-4", "2026-01-31", "", "1.234"])
        sheet.write_row(7, 0, ["A-5", "2026-01-31", "", 1234])
        sheet.write_formula(8, 0, '="A-6"', None, "A-6")
        sheet.write_string(8, 1, "2026-01-31")
        sheet.write_formula(8, 3, "=1/8", None, 0.125)
    load_book(MAPPING.replace('time_zone = "UTC"', 'time_zone = "UTC"\ndecimal = ","'))
    landed = query("select lead_id, annual_revenue, _decimal_separator from spreadsheet.leads order by lead_id")
    texts = ("1234,5", "24,999", "1.234,50", "1.234", "1234", "0,125")
    assert landed == [(f"A-{number}", text, ",") for number, text in enumerate(texts, 1)]
