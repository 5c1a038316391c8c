"""landing.duckdb: whether it opens, and whether its ledger and its rows agree.

Reads landing.duckdb; writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb

from leadhouse.warehouse.checkup.finding import ERROR, Finding, some
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.database import first_line

NEWER = ("version number", "storage version", "newer version")
LEDGER_ROWS = """
    select loads.source, files.load_id, files.object_name, sum(files.landed)
    from ledger.files
    inner join ledger.loads on files.load_id = loads.load_id
    group by all
"""
RESTORE = (
    "Put back your copy of landing.duckdb; without one, move the file away and load all exports again: "
    "leadhouse load SOURCE PATH..."
)


def check(visit: Visit) -> Iterator[Finding]:
    """A file that cannot be read, or rows that the ledger does not account for."""
    file = visit.warehouse.landing
    if visit.landed_trouble:
        is_newer = any(words in visit.landed_trouble for words in NEWER)
        yield Finding(
            ERROR,
            f"{file} cannot be opened: {visit.landed_trouble}",
            "Nothing can be loaded or built. Readers keep the version that they have.",
            "Use the version of Leadhouse that wrote it, or a newer one." if is_newer else RESTORE,
        )
    if visit.landed is None:
        return
    try:
        wrong = sorted(_disagreements(visit))
    except duckdb.Error as error:
        yield Finding(
            ERROR,
            f"{file} is damaged: it opens, but not all of it can be read ({first_line(error)}).",
            "Some of what was loaded is lost. Readers keep the version that they have.",
            RESTORE,
        )
        return
    if wrong:
        yield Finding(
            ERROR,
            f"{file} does not hold the rows that its ledger tells of: {some(wrong, 3)}.",
            "Somebody changed the file by hand, or it is damaged: the figures would not add up to the exports.",
            RESTORE,
        )


def _disagreements(visit: Visit) -> Iterator[str]:
    """Load and object, rows that the ledger tells of, rows that are there."""
    from loaders.sources.declarations import LEDGER, landing_sources

    tables = {
        (source.name, table.object): table
        for source in landing_sources()
        if source.name != LEDGER
        for table in source.tables
    }
    told: Counter[tuple[str, str, str]] = Counter()
    for source, load_id, object_name, landed in visit.ask_landed(LEDGER_ROWS):
        table = tables.get((source, object_name))
        if table:
            told[table.schema, table.name, load_id] += int(landed)
    found: Counter[tuple[str, str, str]] = Counter()
    for table in tables.values():
        counts = f'select _load_id, count(*) from "{table.schema}"."{table.name}" group by all'
        for load_id, rows in visit.ask_landed(counts):
            found[table.schema, table.name, load_id] += rows
    for key in told.keys() | found.keys():
        if told[key] != found[key]:
            schema, name, load_id = key
            yield f"{schema}.{name} of load {load_id} has {found[key]:,} rows, the ledger says {told[key]:,}"
