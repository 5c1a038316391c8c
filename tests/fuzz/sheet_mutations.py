"""What goes wrong before an export becomes bytes: in its header, its records and its chunks.

Each mutation takes hypothesis' draw and an Export and gives another Export; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from hypothesis import strategies as st

from tests.fuzz.exports import Draw, Export, Sheet
from tests.fuzz.ids import make_id

Row = tuple[str, ...]
NAMES = (
    "",
    "Unheard Of",
    "_source_row",
    "_LOAD_ID",
    "_load_id",
    "rowid",
    "range",
    "select",
    "column_2",
    'say "x"',
    "two\nlines",
    "O'Neill",
    "Ünïcode",
    "x" * 300,
    "id",
    "a.b",
    "null",
    "{x}",
    "Lead ID",
)
OBJECT_NAMES = (
    "Lead_7.csv",
    "Lead.jsonl",
    "Account.csv",
    "extract.csv",
    "lead.CSV",
    "Task_2.csv",
    "notes.txt",
    "Lead 3.csv",
)


def header_missing(draw: Draw, export: Export) -> Export:
    """The first record stands where the header should."""
    sheet = _pick(draw, export)
    rows = sheet.rows or (("only", "one", "record"),)
    return _with(export, sheet, header=rows[0], rows=rows[1:])


def header_name_doubled(draw: Draw, export: Export) -> Export:
    """One name stands in two columns."""
    sheet = _pick(draw, export)
    source, target = _place(draw, sheet.header), _place(draw, sheet.header)
    name = draw(st.sampled_from((str.lower, str.upper, str.title)))(sheet.header[source])
    return _with(export, sheet, header=_set(sheet.header, target, name))


def header_line_doubled(draw: Draw, export: Export) -> Export:
    """The header comes again among the records, as when files are glued together."""
    sheet = _pick(draw, export)
    return _with(export, sheet, rows=_insert(draw, sheet.rows, sheet.header))


def header_renamed(draw: Draw, export: Export) -> Export:
    """One column has another name, perhaps an awkward one."""
    sheet = _pick(draw, export)
    return _with(export, sheet, header=_set(sheet.header, _place(draw, sheet.header), draw(st.sampled_from(NAMES))))


def header_reordered(draw: Draw, export: Export) -> Export:
    """The columns stand in another order, with their values."""
    sheet = _pick(draw, export)
    order = draw(st.permutations(range(len(sheet.header))))

    def ordered(row: Row) -> Row:
        return tuple(row[place] for place in order) if len(row) == len(order) else row

    return _with(export, sheet, header=ordered(sheet.header), rows=tuple(map(ordered, sheet.rows)))


def header_case(draw: Draw, export: Export) -> Export:
    """The names are written otherwise."""
    sheet = _pick(draw, export)
    change = draw(st.sampled_from((str.lower, str.upper, str.swapcase)))
    return _with(export, sheet, header=tuple(map(change, sheet.header)))


def header_spaces(draw: Draw, export: Export) -> Export:
    """White space stands around the names."""
    sheet = _pick(draw, export)
    space = draw(st.sampled_from((" ", "  ", "\u00a0", "\t", "\n")))
    if space == sheet.delimiter:
        space = " "
    return _with(export, sheet, header=tuple(f"{space}{name}{space}" for name in sheet.header))


def row_too_short(draw: Draw, export: Export) -> Export:
    """A record has fewer fields than the header."""
    return _one_row(draw, export, lambda row: row[: draw(st.integers(1, max(1, len(row) - 1)))])


def row_too_long(draw: Draw, export: Export) -> Export:
    """A record has more fields than the header, empty or not."""
    more = draw(st.sampled_from((("",), ("", ""), ("more",), ("", "more"), ("more", ""))))
    return _one_row(draw, export, lambda row: row + more)


def row_without_id(draw: Draw, export: Export) -> Export:
    """A record has no id."""
    blank = draw(st.sampled_from(("", "", " ", "   ", "\u00a0", "\n", "NULL")))
    return _one_row(draw, export, lambda row: (blank, *row[1:]))


def row_with_other_id(draw: Draw, export: Export) -> Export:
    """An id is broken, short, in another case, of another object, or no id at all."""
    choice = draw(st.sampled_from(("checksum", "15", "lower", "cut", "other object", "text", "spaces")))
    change: dict[str, Callable[[str], str]] = {
        "checksum": lambda text: text[:-1] + ("A" if text[-1:] != "A" else "B"),
        "15": lambda text: text[:15],
        "lower": str.lower,
        "cut": lambda text: text[:-1],
        "other object": lambda text: make_id("00T", 31),
        "text": lambda text: "Acme id 1",
        "spaces": lambda text: f" {text} ",
    }
    return _one_row(draw, export, lambda row: (change[choice](row[0]), *row[1:]))


def row_doubled(draw: Draw, export: Export) -> Export:
    """The same record twice, perhaps with another value."""
    sheet = _pick(draw, export)
    if not sheet.rows:
        return export
    row = draw(st.sampled_from(sheet.rows))
    if draw(st.booleans()):
        row = (*row[:-1], "another value")
    return _with(export, sheet, rows=_insert(draw, sheet.rows, row))


def totals_row(draw: Draw, export: Export) -> Export:
    """A line of totals stands below the records."""
    sheet = _pick(draw, export)
    words = draw(st.sampled_from(("Total", "Grand Totals (3 records)", "Sum", "Count: 3")))
    width = len(sheet.header)
    row = draw(st.sampled_from(((words,), ("",) * (width - 1) + (words,), (words,) + ("",) * (width - 1))))
    return _with(export, sheet, rows=(*sheet.rows, row))


def file_doubled(draw: Draw, export: Export) -> Export:
    """The same file comes again under another name."""
    sheet = _pick(draw, export)
    name = draw(st.sampled_from((_chunk(sheet, "_9"), f"again/{sheet.name}", _chunk(sheet, "_0001").upper())))
    return _added(export, replace(sheet, name=name))


def chunk_of_other_columns(draw: Draw, export: Export) -> Export:
    """Another chunk of the same object, with other columns or another order."""
    sheet = _pick(draw, export)
    order = draw(st.permutations(range(len(sheet.header))))
    order = order[: draw(st.integers(2, len(order)))] if len(order) > 1 else order
    rows = tuple(tuple(row[place] for place in order) for row in sheet.rows if len(row) == len(sheet.header))
    header = tuple(sheet.header[place] for place in order)
    return _added(export, replace(sheet, name=_chunk(sheet, "_8"), header=header, rows=rows))


def chunk_in_other_style(draw: Draw, export: Export) -> Export:
    """Another chunk with the same records, but another delimiter, encoding and quoting."""
    sheet = _pick(draw, export)
    other = replace(
        sheet,
        name=_chunk(sheet, "_5"),
        quotes_all=not sheet.quotes_all,
        delimiter=draw(st.sampled_from(",;\t")),
        encoding=draw(st.sampled_from(("utf-8", "utf-16", "cp1252"))),
    )
    return _added(export, other)


def file_renamed(draw: Draw, export: Export) -> Export:
    """A file has the name of another object, or of none."""
    sheet = _pick(draw, export)
    return _with(export, sheet, name=draw(st.sampled_from(OBJECT_NAMES)))


def file_order(draw: Draw, export: Export) -> Export:
    """The chunks come in another order."""
    return replace(export, sheets=tuple(draw(st.permutations(export.sheets))))


SHEET_MUTATIONS = (
    header_missing,
    header_name_doubled,
    header_line_doubled,
    header_renamed,
    header_reordered,
    header_case,
    header_spaces,
    row_too_short,
    row_too_long,
    row_without_id,
    row_with_other_id,
    row_doubled,
    totals_row,
    file_doubled,
    chunk_of_other_columns,
    chunk_in_other_style,
    file_renamed,
    file_order,
)


def _chunk(sheet: Sheet, mark: str) -> str:
    path = PurePosixPath(sheet.name)
    return str(path.with_name(f"{path.stem}{mark}{path.suffix}"))


def _pick(draw: Draw, export: Export) -> Sheet:
    return draw(st.sampled_from(export.sheets))


def _place(draw: Draw, row: Row) -> int:
    return draw(st.integers(0, len(row) - 1))


def _set(row: Row, place: int, text: str) -> Row:
    return (*row[:place], text, *row[place + 1 :])


def _insert(draw: Draw, rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    place = draw(st.integers(0, len(rows)))
    return (*rows[:place], row, *rows[place:])


def _one_row(draw: Draw, export: Export, change: Callable[[Row], Row]) -> Export:
    sheet = _pick(draw, export)
    if not sheet.rows:
        return export
    place = draw(st.integers(0, len(sheet.rows) - 1))
    rows = (*sheet.rows[:place], change(sheet.rows[place]), *sheet.rows[place + 1 :])
    return _with(export, sheet, rows=rows)


def _with(export: Export, sheet: Sheet, **changes: object) -> Export:
    changed = replace(sheet, **changes)  # type: ignore[arg-type]
    return replace(export, sheets=tuple(changed if each is sheet else each for each in export.sheets))


def _added(export: Export, sheet: Sheet) -> Export:
    taken = {each.name.lower() for each in export.sheets}
    return export if sheet.name.lower() in taken else replace(export, sheets=(*export.sheets, sheet))
