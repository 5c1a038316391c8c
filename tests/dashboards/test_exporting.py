"""What leaves a page, read back by other libraries: cells keep their type, and no text is taken for a formula."""

from __future__ import annotations

import csv
import io
import struct
import xml.etree.ElementTree as ElementTree
from datetime import date, datetime
from decimal import Decimal

import altair as alt
import openpyxl
import polars as pl
import pytest

from dashboards.components.theme import DARK, LIGHT, colours
from dashboards.exporting import About, csv_of, file_name, picture_of, sheet_name, xlsx_of

ABOUT = About("Response time", "Overdue now", (("Period", "1 Jul - 22 Aug 2026"), ("Team", "=EMEA")), "2026-08-22")
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("http://x","y")',
    "＝1",  # noqa: RUF001
]
PLAIN = [
    "Nord GmbH",
    "a=1",
    "'quoted'",
    '<script>alert("x")</script>',
    "'; drop table fct_leads; --",
    "a;=1",
    "",
    "x,y\nz",
]


def table() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "Company": [*HOSTILE, *PLAIN, None],
            "=Amount": [-5.5] * len(HOSTILE) + [None] * len(PLAIN) + [0.0],
            "Leads": pl.Series([-3] * (len(HOSTILE) + len(PLAIN)) + [None], dtype=pl.Int64),
            "Cost": pl.Series([Decimal("-1234.56")] * (len(HOSTILE) + len(PLAIN) + 1), dtype=pl.Decimal(18, 2)),
            "Won?": [True] * (len(HOSTILE) + len(PLAIN)) + [None],
            "Created": [datetime(2026, 3, 29, 1, 30)] * (len(HOSTILE) + len(PLAIN)) + [None],
            "Closed": [date(2024, 2, 29)] * (len(HOSTILE) + len(PLAIN)) + [None],
            "Positions": [["first", "last"]] * (len(HOSTILE) + len(PLAIN)) + [None],
        }
    )


def sheets(written: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(written))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_a_workbook_keeps_the_type_of_every_cell() -> None:
    rows = sheets(xlsx_of({"Overdue now": table()}, ABOUT))["Overdue now"]
    assert rows[0] == ["Company", "'=Amount", "Leads", "Cost", "Won?", "Created", "Closed", "Positions"]
    assert rows[1][1:] == [
        *(-5.5, -3, -1234.56, True, datetime(2026, 3, 29, 1, 30), datetime(2024, 2, 29), "first, last"),
    ]
    assert rows[-1][1:] == [0, None, -1234.56, None, None, None, None]
    assert len(rows) == 1 + len(HOSTILE) + len(PLAIN) + 1


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of({"=Sheet": table()}, ABOUT)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d", "inlineStr"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [each for each in texts if each[:1] in "=+-@\t\r\n＝" and each]  # noqa: RUF001
    assert all(cell.hyperlink is None for cell in cells)


def test_text_that_starts_no_formula_is_left_as_it_is() -> None:
    rows = sheets(xlsx_of({"Rows": table()}, ABOUT))["Rows"]
    read = [row[0] for row in rows[1 + len(HOSTILE) : -1]]
    assert read == PLAIN


def test_a_workbook_says_what_it_shows() -> None:
    rows = sheets(xlsx_of({"Overdue now": table()}, ABOUT))["Filters"]
    assert rows == [
        ["Filter", "Value"],
        ["Page", "Response time"],
        ["Shows", "Overdue now"],
        ["Period", "1 Jul - 22 Aug 2026"],
        ["Team", "'=EMEA"],
    ]


def test_a_csv_neutralises_text_and_leaves_numbers() -> None:
    written = csv_of(table())
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows[0][:2] == ["Company", "'=Amount"]
    assert [row[0] for row in rows[1:]] == [*(f"'{each}" for each in HOSTILE), *PLAIN, ""]
    assert {row[1] for row in rows[1:]} == {"-5.5", "", "0.0"}
    assert {row[2] for row in rows[1:]} == {"-3", ""}
    # A reader that takes semicolons for separators must not find a cell that begins with one of a formula.
    assert '"a;=1"' in written.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Which sources wait? [a/b]", "Which sources wait   a b"),
        ("Worth another call: lost for a reason", "Worth another call  lost for a"),
        ("Filters", "Filters (rows)"),
        ("History", "History (rows)"),
        ("???", "Rows"),
        ("'tis", "tis"),
    ],
)
def test_a_title_becomes_a_name_that_a_sheet_may_have(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert sheets(xlsx_of({title: pl.DataFrame({"a": [1]})}, ABOUT)).keys() == {name, "Filters"}


def test_an_empty_table_is_a_file_with_its_headers() -> None:
    empty = table().clear()
    assert sheets(xlsx_of({"Rows": empty}, ABOUT))["Rows"] == [
        ["'=Amount" if n == "=Amount" else n for n in empty.columns]
    ]
    assert csv_of(empty).decode("utf-8-sig").splitlines()[0].startswith('"Company"')


def test_a_file_is_named_by_page_title_and_day() -> None:
    assert file_name(ABOUT, "xlsx") == "response-time_overdue-now_2026-08-22.xlsx"
    assert file_name(About("", "../../etc/passwd"), "csv") == "etc-passwd.csv"


def chart() -> alt.LayerChart:
    rows = pl.DataFrame({"source": ["Web", "Ünïcode Жы <script>"], "value": [0.4, 0.7]})
    base = alt.Chart(rows).encode(x="value:Q", y="source:N")
    return base.mark_bar(color=colours().ours) + base.mark_text().encode(text="source:N")


def test_a_chart_becomes_a_picture_that_says_what_it_shows() -> None:
    drawn = picture_of(chart, ABOUT, "svg").decode()
    ElementTree.fromstring(drawn)
    for words in ("Overdue now", "Response time", "Period: 1 Jul - 22 Aug 2026", "Ünïcode Жы &lt;script&gt;"):
        assert words in drawn
    assert LIGHT.ours.lower() in drawn.lower()
    assert DARK.ours.lower() not in drawn.lower()
    assert "<script" not in drawn


def test_a_png_is_as_wide_as_a_slide_needs() -> None:
    drawn = picture_of(chart, ABOUT, "png")
    assert drawn.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", drawn[16:24])
    assert width >= 1600
    assert height >= 100


def test_a_chart_that_asks_for_data_from_elsewhere_is_refused() -> None:
    def elsewhere() -> alt.Chart:
        return alt.Chart("http://127.0.0.1:9/data.csv").mark_bar().encode(x="a:Q")

    with pytest.raises(ValueError, match=r"(?i)not allowed|denied"):
        picture_of(elsewhere, ABOUT, "svg")
