"""Writes tables of text as a CSV or as a workbook of several sheets, as a spreadsheet program saves them.

Standard library only. A workbook's cells are typed: dates and times are numbers of days since 1899-12-30 with a format.
"""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | bool | date | datetime | None
EPOCH = datetime(1899, 12, 30)
DATE_STYLE, TIME_STYLE = 1, 2
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd.mm.yyyy hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def write_csv(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    """One table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if delimiter == ";" else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def write_workbook(path: Path, sheets: dict[str, list[dict[str, Cell]]]) -> None:
    """Several tables, a sheet each."""
    numbers = range(1, len(sheets) + 1)
    kinds = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    kinds += [(f"worksheets/sheet{number}.xml", "worksheet") for number in numbers]
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kind}+xml"/>'
        for part, kind in kinds
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, sheets, strict=True)
    )
    links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        content = f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{default}{types}</Types>'
        archive.writestr("[Content_Types].xml", content)
        archive.writestr("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        book = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", relations([*links, ("rIdStyles", "styles", "styles.xml")]))
        archive.writestr("xl/styles.xml", STYLES)
        for number, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet(rows))


def relations(links: list[tuple[str, str, str]]) -> str:
    """A list of parts that belong to a part."""
    each = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{to}"/>' for name, kind, to in links)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def sheet(rows: list[dict[str, Cell]]) -> str:
    """One sheet, its header in the first row."""
    lines = [dict(zip(rows[0], rows[0], strict=True)), *rows]
    body = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{column_name(at)}{number}", value) for at, value in enumerate(line.values()))
        + "</row>"
        for number, line in enumerate(lines, 1)
    )
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def column_name(at: int) -> str:
    """A, B, ... Z, AA, ... of a column's place."""
    return ("" if at < 26 else column_name(at // 26 - 1)) + chr(ord("A") + at % 26)


def cell(place: str, value: Cell) -> str:
    """One cell; an empty one is not written."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        style = TIME_STYLE if isinstance(value, datetime) else DATE_STYLE
        return f'<c r="{place}" s="{style}"><v>{(at - EPOCH).total_seconds() / 86400!r}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'
