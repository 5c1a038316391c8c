"""Small exports, whole and well-formed: weekly exports and reports of Salesforce, and files of another CRM.

Hypothesis strategies; writes nothing. A Sheet is one file before it becomes bytes, so that mutations may change its
header and rows as well as its text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from hypothesis import strategies as st

from tests.fuzz.formats import OTHERS, written
from tests.fuzz.ids import PREFIXES, make_id

Draw = st.DrawFn
TEXTS = (
    "Müller & Söhne",
    'the "Boss" of it all',
    "Smith, Jones; and Co\tKG",
    "first line\nsecond, line",
    'called\r\n\r\nsaid "no"\r\n',
    "Łódź żółw №7",
    "日本の会社様",
    "naïve 😀 emoji",
    "O'Brien; DROP",
    " padded both sides ",
    "0044123000",
    "=1+1+cmd",
    '""""',
    'ends in a quote"',
    ",;,;,;",
    "café au lait",
    "\u2028separator\u0085s",
    "non\u00a0breaking",
    "back\\slash\\",
    "'single quoted'",
    "NULL value",
    "\ttabbed",
    "€ 1.234,56 net",
)
PLAIN_TEXTS = ("Acme Holdings", "Contoso Berlin", "plain words here", "Umbrella Works", "Initech 2000")
# Words of the mapping, which a message may quote.
KINDS = ("lead", "prospect", "partner", " lead ", "Prospect", "")
TIMES = (
    "2026-01-31T14:05:00.000Z",
    "2025-12-01 08:00:00",
    "2026-02-11T23:59:59.000+0000",
    "2024-02-29",
    "2026-03-31 00:00:00",
)
SUFFIXES = (*(".csv",) * 9, ".jsonl", ".json", ".xlsx", ".parquet")
OBJECTS = {
    "Lead": ("Id", "CreatedDate", "Company", "LastName", "Description", "Status", "Region__c", "IsConverted"),
    "Account": ("Id", "Name", "Description", "Industry", "CreatedDate", "Tier__c"),
    "Contact": ("Id", "LastName", "Email", "MailingStreet", "AccountId", "Remark__c"),
    "Opportunity": ("Id", "Name", "StageName", "Amount", "Description", "CreatedDate"),
    "Task": ("Id", "Subject", "Description", "WhoId", "CreatedDate"),
    "Campaign": ("Id", "Name", "Description", "StartDate"),
    "Event": ("Id", "Subject", "Location"),
    "LeadHistory": ("Id", "LeadId", "Field", "OldValue", "NewValue", "CreatedDate"),
    "CampaignMember": ("Id", "CampaignId", "LeadId", "Status"),
}
REPORT = ("Lead ID", "Created Date", "Remark (long)", "Region 7", "Who & what")
LEADS = ("Lead No", "Created on", "Phase", "First name", "Surname", "Notes", "Kind", "Unused one")
DEALS = ("Deal No", "Deal name", "Worth", "Stage now", "Comment")
MAPPING = """system = "acme"
time_zone = "Europe/Berlin"
date_order = "dmy"
empty = ["NULL", "n/a"]

[[leads]]
file = "leads*"
[leads.fields]
lead_id = "Lead No"
created_at = "Created on"
status = "Phase"
last_name = ["First name", "Surname"]
description = { columns = ["Notes", "Phase"], separator = " / " }
[leads.where]
Kind = ["lead", "prospect"]

[[leads]]
file = "people*"
[leads.fields]
lead_id = "Lead No"
created_at = "Created on"
last_name = "Surname"
company = "Notes"
[leads.constants]
country = "DE"

[opportunities]
file = "deals*"
[opportunities.fields]
opportunity_id = "Deal No"
name = "Deal name"
amount = "Worth"
stage = "Stage now"
"""


@dataclass(frozen=True)
class Sheet:
    """One file before it becomes bytes.

    Attributes:
        name: its path below the folder or in the archive.
        quotes_all: every field is quoted, not only those that need it.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    newline: str = "\n"
    quotes_all: bool = True
    encoding: str = "utf-8"

    def text(self) -> str:
        """The file's text."""
        return "".join(self.delimiter.join(map(self._cell, row)) + self.newline for row in (self.header, *self.rows))

    @property
    def suffix(self) -> str:
        """The extension, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    def data(self) -> bytes:
        """The file's bytes; where the encoding lacks a character there is a question mark."""
        if self.suffix in OTHERS:
            return written(self.suffix, self.header, self.cells())
        return self.text().encode(self.encoding, "replace")

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The records as wide as the header.

        In a workbook XML knows no line end but LF, and a text that is a time of midnight may land as its day, since
        it is not told from a cell that holds that day.
        """
        width = len(self.header)
        rows = ((*row, *("",) * width)[:width] for row in self.rows)
        if self.suffix != ".xlsx":
            return tuple(rows)
        return tuple(
            tuple(cell.replace("\r\n", "\n").replace(" 00:00:00", " 00:00:01") for cell in row) for row in rows
        )

    def _cell(self, text: str) -> str:
        needs_quotes = any(sign in text for sign in (self.delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if self.quotes_all or needs_quotes else text


@dataclass(frozen=True)
class Export:
    """What a user would load in one go.

    Attributes:
        source: as `leadhouse load` calls it.
        options: for the loader, such as the time zone of a report.
    """

    source: str
    sheets: tuple[Sheet, ...]
    options: tuple[tuple[str, str], ...] = ()

    def values(self) -> frozenset[str]:
        """The texts of records that no message may quote."""
        cells = {cell.strip() for sheet in self.sheets for row in sheet.rows for cell in row}
        return frozenset(cell for cell in cells if len(cell) > 5 and cell not in KINDS)


@st.composite
def exports(draw: Draw) -> Export:
    """Any export."""
    kind = draw(st.sampled_from(("weekly", "weekly", "weekly", "report", "spreadsheet", "spreadsheet")))
    look = {
        "delimiter": draw(st.sampled_from((",", ",", ",", ";", "\t"))),
        "newline": draw(st.sampled_from(("\n", "\r\n"))),
        "quotes_all": draw(st.booleans()),
        "encoding": draw(st.sampled_from(("utf-8",) * 4 + ("utf-8-sig", "utf-16", "cp1252"))),
    }
    suffix = draw(st.sampled_from(SUFFIXES))
    if kind == "weekly":
        return Export("salesforce", tuple(replace(sheet, **look) for sheet in _weekly(draw, suffix)))
    if kind == "report":
        name = draw(st.sampled_from(("report1584.csv", "Lead.csv")))
        sheet = Sheet(name, REPORT, _rows(draw, "00Q", REPORT), **look)
        return Export("salesforce", (sheet,), (("time_zone", "Europe/Berlin"), ("date_order", "dmy")))
    return Export("spreadsheet", tuple(replace(sheet, **look) for sheet in _spreadsheets(draw, suffix)))


def _weekly(draw: Draw, suffix: str) -> list[Sheet]:
    names = draw(st.lists(st.sampled_from(sorted(OBJECTS)), min_size=1, max_size=2, unique=True))
    sheets = []
    for name in names:
        wanted = draw(st.integers(2, len(OBJECTS[name])))
        header = OBJECTS[name][:wanted]
        chunks = draw(st.sampled_from((0, 0, 0, 1, 2)))
        for chunk in range(1, chunks + 1) or (0,):
            file = f"{name}_{chunk}{suffix}" if chunk else f"{name}{suffix}"
            sheets.append(Sheet(file, header, _rows(draw, PREFIXES[name] or "017", header, 100 * chunk)))
    return sheets


def _spreadsheets(draw: Draw, suffix: str) -> list[Sheet]:
    files = draw(st.lists(st.sampled_from(("leads", "people", "deals")), min_size=1, max_size=2, unique=True))
    sheets: list[Sheet] = []
    for file in files:
        header = DEALS if file == "deals" else LEADS
        for chunk in draw(st.sampled_from((("",), ("",), ("_1", "_2")))):
            sheets.append(Sheet(f"{file}{chunk}{suffix}", header, _rows(draw, "", header, 10 * len(sheets))))
    return sheets


def _rows(draw: Draw, prefix: str, header: tuple[str, ...], first: int = 0) -> tuple[tuple[str, ...], ...]:
    count = draw(st.sampled_from((3, 2, 4, 1, 5, 3, 2, 0)))
    return tuple(
        tuple(_value(draw, prefix, column, first + number) for column in header) for number in range(1, count + 1)
    )


def _value(draw: Draw, prefix: str, column: str, number: int) -> str:
    if column in ("Id", "Lead ID"):
        return make_id(prefix, number * 7919)
    if column in ("Lead No", "Deal No"):
        return f"L-{number:06}"
    if column in ("CreatedDate", "Created Date", "Created on", "StartDate"):
        return draw(st.sampled_from(TIMES))
    if column == "Kind":
        return draw(st.sampled_from(KINDS))
    return draw(st.sampled_from(("", "NULL", *PLAIN_TEXTS, *PLAIN_TEXTS, *TEXTS)))
