"""Sheets of a workbook: typed cells become ISO text, text cells stay, blank rows are no records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

import loaders
from loaders import workbook

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
        ("62", "2026-01-31", "2026-01-31 10:00:00", "1234.5", "true", "0044123", "two\nlines", 1, "crm.xlsx"),
        ("A-7", "TBC", "2026-02-01 00:00:00", "1000000000", "false", "1230", None, 2, "crm.xlsx"),
    ]


def test_the_same_workbook_is_landed_once(load_book):
    load_book()
    assert load_book().files[0].skipped


def test_an_unknown_sheet_is_refused_with_the_nearest(load_book):
    with pytest.raises(loaders.Refused, match='it has no sheet "Leeds"; nearest: Leads'):
        load_book(MAPPING.replace('"Leads"', '"Leeds"'))


def test_a_header_on_another_row_is_refused(load_book):
    with pytest.raises(loaders.Refused, match=r"if the header is on another line, say header_row|single column"):
        load_book(MAPPING.replace("header_row = 3\n", ""))
    with pytest.raises(loaders.Refused, match="has no row 30 to be the header"):
        load_book(MAPPING.replace("= 3", "= 30"))


def test_rows_that_the_sheets_own_xml_does_not_confirm_refuse_the_file(load_book, monkeypatch):
    monkeypatch.setattr(workbook, "_filled_rows", lambda *_: range(3))
    with pytest.raises(loaders.Refused, match="the sheet has 3 rows below the header, but 2 were read"):
        load_book()


def test_what_is_no_workbook_is_refused(write, load):
    with pytest.raises(loaders.Refused, match="it is no readable Excel workbook"):
        load(write("crm.xlsx", b"PK no"), mapping=write("m.toml", MAPPING))


def test_the_first_sheet_is_the_default(load_book, tmp_path):
    with pytest.raises(loaders.Refused, match="has no row 3 to be the header"):
        load_book(MAPPING.replace('sheet = "Leads"\n', ""))
