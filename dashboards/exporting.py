"""What leaves a page: tables as CSV and XLSX, charts as PNG and SVG, each saying what it shows.

Pure: frames and charts to bytes; reads no data and contacts nobody. Text that a spreadsheet would take for a formula is
made plain; numbers stay numbers. Grain: a sheet row per frame row.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from dashboards.components.theme import LIGHT, drawn_in, themed

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
"""How a text begins that a spreadsheet takes for a formula; the last four are the wide forms of the first."""

MOST_ROWS = 1_048_575
"""Rows that a sheet of XLSX holds beside its header."""

LONGEST_TEXT = 32_767
"""Characters that a cell of XLSX holds."""

WIDEST = 60
"""Width of the widest column of a sheet, in characters."""

LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""

WIDTH = 860
"""Width of a chart's plot in a picture, in pixels; twice as many dots in a PNG."""

DOTS_PER_PIXEL = 2

FILTERS_SHEET = "Filters"

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class About:
    """What a file shows.

    Attributes:
        page: title of the page that it is from.
        title: what is listed or drawn.
        lines: names and values: period, filters, as of, definition.
        as_of: the day of the data as it stands in the file's name.
    """

    page: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    as_of: str = ""


def file_name(about: About, ending: str) -> str:
    """Return the name of a file: page, title and the day of the data, in letters that every system takes."""
    words = [re.sub(r"[^a-z0-9]+", "-", each.lower()).strip("-") for each in (about.page, about.title)]
    return "_".join(each for each in (*words, about.as_of) if each)[:120] + f".{ending}"


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with an apostrophe before each text that would start a formula, headers too."""
    safe = table.with_columns(_neutral(name) for name, kind in table.schema.items() if kind == pl.String)
    return safe.rename({name: f"'{name}" for name in table.columns if name.startswith(FORMULA_STARTS)})


def _neutral(name: str) -> pl.Expr:
    starts = pl.any_horizontal([pl.col(name).str.starts_with(start) for start in FORMULA_STARTS])
    return pl.when(starts).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)


def csv_of(table: pl.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, as spreadsheets want it; every text stands in quotes."""
    return neutralised(_plain(table)).write_csv(include_bom=True, quote_style="non_numeric").encode()


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with lists as text."""
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(", "))


def xlsx_of(sheets: Mapping[str, pl.DataFrame], about: About, shares: Collection[str] = ()) -> bytes:
    """Return tables as a workbook with typed cells, and a sheet that says what they show.

    Args:
        sheets: tables by the name of their sheet.
        shares: columns of shares (0..1), which the sheet writes in percent.
    """
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": f"{about.page}: {about.title}", "author": "Leadhouse"})
        cut = []
        for name, table in sheets.items():
            _write_sheet(book, book.add_worksheet(sheet_name(name)), neutralised(_plain(table)).head(MOST_ROWS), shares)
            if table.height > MOST_ROWS:
                cut.append(("Cut off", f"{name}: first {MOST_ROWS:,} of {table.height:,} rows; the CSV has them all"))
        named = (("Page", about.page), ("Shows", about.title), *about.lines, *cut)
        filters = pl.DataFrame(named, schema={"Filter": pl.String, "Value": pl.String}, orient="row")
        _write_sheet(book, book.add_worksheet(FILTERS_SHEET), neutralised(filters))
    return written.getvalue()


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: at most 31 characters, none that XLSX refuses, not that of the filters."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:31].strip() or "Rows"
    return f"{name[:24]} (rows)" if name.lower() in (FILTERS_SHEET.lower(), "history") else name


def _write_sheet(book: Workbook, sheet: Worksheet, table: pl.DataFrame, shares: Collection[str] = ()) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    if table.width:
        sheet.autofilter(0, 0, max(1, table.height), table.width - 1)
    kinds = []
    for number, (name, kind) in enumerate(table.schema.items()):
        kinds.append(book.add_format({"num_format": "0.0%"} if name in shares else _format_of(kind)))
        sheet.set_column(number, number, _width(name, table[name].head(LOOKED_AT)))
    for number, name in enumerate(table.columns):
        sheet.write_string(0, number, name[:LONGEST_TEXT], head)
    for line, row in enumerate(table.iter_rows(), start=1):
        for number, value in enumerate(row):
            _write_cell(sheet, line, number, value, kinds[number])


def _format_of(kind: pl.DataType) -> dict[str, Any]:
    if isinstance(kind, pl.Datetime):
        return {"num_format": "yyyy-mm-dd hh:mm"}
    if kind == pl.Date:
        return {"num_format": "yyyy-mm-dd"}
    if kind.is_decimal():
        return {"num_format": "#,##0.00"}
    return {"num_format": "#,##0"} if kind.is_integer() else {}


def _width(name: str, values: pl.Series) -> int:
    longest = max((len(str(each)) for each in values.to_list() if each is not None), default=0)
    return min(WIDEST, max(len(name), min(longest, 16) if values.dtype != pl.String else longest) + 2)


def _write_cell(sheet: Worksheet, line: int, number: int, value: Any, kind: Format) -> None:
    if value is None or value != value:  # NaN is not equal to itself
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value, kind)
    elif isinstance(value, str):
        # Never `write`: it would make formulas and links of text.
        sheet.write_string(line, number, value[:LONGEST_TEXT], kind)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(line, number, value, kind)
    elif value in (float("inf"), float("-inf")):
        sheet.write_string(line, number, str(value), kind)
    else:
        sheet.write_number(line, number, value, kind)


def picture_of(chart: Callable[[], Any], about: About, kind: Literal["png", "svg"]) -> bytes:
    """Return a chart as a picture in light colours, its title above it and what it shows below the title."""
    import vl_convert

    with drawn_in(LIGHT):
        spec = themed(chart()).to_dict()
    _resize(spec)
    lines = [" · ".join(f"{name}: {value}" for name, value in part) for part in _in_lines(about.lines)]
    spec["title"] = {"text": about.title, "subtitle": [f"{about.page} · Leadhouse", *lines], **TITLE}
    spec.setdefault("config", {}).update(background=LIGHT.background, padding=16)
    spec.pop("usermeta", None)
    if kind == "svg":
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    return vl_convert.vegalite_to_png(spec, scale=DOTS_PER_PIXEL, allowed_base_urls=[])


TITLE = {
    "anchor": "start",
    "frame": "bounds",
    "fontSize": 16,
    "color": LIGHT.ink,
    "subtitleColor": LIGHT.quiet,
    "subtitleFontSize": 11,
    "offset": 14,
}
"""How the title of a picture stands."""


def _in_lines(named: tuple[tuple[str, str], ...], longest: int = 130) -> list[list[tuple[str, str]]]:
    """Return names and values in as few lines as hold them."""
    parts: list[list[tuple[str, str]]] = []
    length = longest
    for name, value in named:
        length += len(name) + len(value) + 5
        if length > longest:
            parts.append([])
            length = len(name) + len(value)
        parts[-1].append((name, value))
    return parts


def _resize(spec: dict[str, Any]) -> None:
    """Give a chart that follows its page the width of a picture; small ones side by side keep theirs."""
    if "mark" in spec or "layer" in spec:
        spec["width"] = WIDTH
        return
    for inner in [
        spec.get("spec"),
        *(spec.get("hconcat") or []),
        *(spec.get("vconcat") or []),
        *(spec.get("concat") or []),
    ]:
        if isinstance(inner, dict):
            inner.setdefault("width", WIDTH // max(1, len(spec.get("hconcat") or [])))
