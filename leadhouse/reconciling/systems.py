"""Whose report it is: under which headers a system's report shows what is compared.

Reads the declarations of the sources (models/staging/*/_sources.yml), or the mapping by which a CRM is loaded. One
ReportSource per report. Refuses: a source that needs a mapping and has none, a mapping that does not read the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leadhouse.errors import UsageRefused
from loaders.formats.views import AS_IT_IS, View
from loaders.gate.checksums import SALESFORCE
from loaders.sources.declarations import Source, Table, landing_sources
from loaders.sources.mapping import read_mapping
from loaders.sources.parts import Formats

ID, CREATED, CLOSE, STATUS, AMOUNT, CURRENCY, MODIFIED = (
    "id",
    "created",
    "close",
    "status",
    "amount",
    "currency",
    "modified",
)
ROLES = (ID, CREATED, CLOSE, STATUS, AMOUNT, CURRENCY, MODIFIED)
TIMES = (CREATED, CLOSE, MODIFIED)
# What a column is called in the declarations: of a declared source, of a mapped one.
COLUMNS = {
    CREATED: ("CreatedDate", "created_at"),
    CLOSE: ("CloseDate", "close_date"),
    STATUS: ("Status", "StageName", "status", "stage"),
    AMOUNT: ("Amount", "amount"),
    CURRENCY: ("CurrencyIsoCode", "currency"),
    MODIFIED: ("LastModifiedDate", "SystemModstamp", "modified_at"),
}
# Only reports have these: the record itself holds no converted amount, so that loaders must not take them for it.
REPORT_LABELS = {AMOUNT: ("Amount (converted)",), CURRENCY: ("Amount Currency", "Amount (converted) Currency")}
# The subject of the objects whose records a fact counts.
SUBJECTS = {"fct_leads": "leads", "fct_opportunities": "opportunities"}
ENTITIES = {"fct_leads": "lead", "fct_opportunities": "opportunity"}


@dataclass(frozen=True)
class ReportSource:
    """Where in a report of one system each role stands.

    Attributes:
        system: as in source_system.
        headers: per role the headers that it may have, the surest first; a mapping may join several columns to one id.
        is_joined: the id's headers are all wanted, joined by `separator`.
        is_utc: times without a zone are UTC where the header shows no labels.
        is_mapped: its headers are what a mapping says, so that they tell nothing of how its times are written.
    """

    system: str
    table: Table
    headers: dict[str, tuple[str, ...]]
    formats: Formats
    view: View = AS_IT_IS
    is_joined: bool = False
    separator: str = " "
    is_utc: bool = False
    is_mapped: bool = False

    @property
    def has_checksums(self) -> bool:
        """Whether an id of 15 characters lacks three check characters."""
        return self.table.id_form == SALESFORCE


def source_names() -> tuple[str, ...]:
    """The systems whose reports are understood without a mapping."""
    return tuple(source.name for source in landing_sources() if not source.is_mapped and _table(source, "leads"))


def declared_source(name: str, fact: str, given: Formats, header_row: int) -> ReportSource:
    """A report of a declared source, by the labels and names of its declaration."""
    source = next(source for source in landing_sources() if source.name == name)
    table = _table(source, SUBJECTS[fact])
    if table is None:
        raise UsageRefused(f"{name} has no {SUBJECTS[fact]}.")
    headers = {ID: _headers(table, (table.key,))}
    headers |= {role: (*_headers(table, names), *REPORT_LABELS.get(role, ())) for role, names in COLUMNS.items()}
    return ReportSource(name, table, headers, given, View(header_row=header_row), is_utc=source.is_utc)


def mapped_source(mapping: Path, fact: str, given: Formats, header_row: int) -> ReportSource:
    """A report of a CRM that is loaded by a mapping: by the columns that the mapping names for its export."""
    read = read_mapping(mapping)
    block = next((block for block in read.blocks if block.entity.meta.get("subject") == SUBJECTS[fact]), None)
    if block is None:
        raise UsageRefused(f"{read.name} reads no {SUBJECTS[fact]}. Name the mapping that does: --mapping FILE")
    key = block.fields[block.entity.key]
    headers = {
        role: tuple(each for name in names if name in block.fields for each in block.fields[name].columns)
        for role, names in COLUMNS.items()
    }
    formats = Formats(
        given.time_zone or block.formats.time_zone,
        given.date_order or block.formats.date_order,
        given.decimal_separator or block.formats.decimal_separator,
    )
    return ReportSource(
        read.system,
        block.entity,
        {ID: key.columns, **headers},
        formats,
        View(header_row=header_row, delimiter=block.delimiter),
        is_joined=len(key.columns) > 1,
        separator=key.separator,
        is_utc=True,
        is_mapped=True,
    )


def _table(source: Source, subject: str) -> Table | None:
    """The object whose records are leads or opportunities themselves, not their history."""
    return next((table for table in source.tables if table.key and table.meta.get("subject") == subject), None)


def _headers(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    columns = [column for column in table.columns if column.name in names]
    return tuple(header for column in columns for header in (*column.labels, column.name))
