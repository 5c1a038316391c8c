"""The version that readers open: that CURRENT names it, that it opens, and that every block of it can be read.

Reads every value of the published version, which is no more than a second for most; writes nothing. That a DuckDB
file opens says little: one that was cut in half opens too, and fails when a lost part is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from leadhouse.warehouse.checkup.finding import ERROR, NOTE, WARNING, Finding
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.database import first_line
from leadhouse.warehouse.leftovers import ever_current
from leadhouse.warehouse.versions import current_file, version_of

TABLES = "select schema_name, table_name from duckdb_tables() where not internal order by all"


def check(visit: Visit) -> Iterator[Finding]:
    """A pointer to nothing, a file that does not open or is not whole, a stray log beside it."""
    why = "Readers see an error instead of figures."
    if visit.published_trouble:
        yield Finding(ERROR, visit.published_trouble, why, _remedy(visit))
        return
    if visit.published is None:
        return
    path = current_file(visit.warehouse)
    assert path is not None
    try:
        _read_all(visit.published)
    except duckdb.Error as error:
        what = f"{path} is damaged: it opens, but not all of it can be read ({first_line(error)})."
        yield Finding(ERROR, what, why, _remedy(visit))
    if path.with_name(path.name + ".wal").exists():
        yield Finding(
            WARNING,
            f"Beside {path} lies a log: somebody opened the published file for writing.",
            "Its figures may no longer be those that were tested.",
            "leadhouse build, which publishes a new one. Open published files with: duckdb -readonly",
        )
    newer = [other for other in ever_current(visit.warehouse) if other.name > path.name]
    if newer:
        yield Finding(
            NOTE,
            f"Readers see version {version_of(path)}; {version_of(newer[-1])} was rolled back.",
            "Nobody sees newer figures until the next build.",
            "Correct what was wrong, then: leadhouse build",
        )


def _read_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every value; DuckDB compares each block with its checksum."""
    for schema, table in connection.execute(TABLES).fetchall():
        connection.execute(f'select bit_xor(hash(t)) from "{schema}"."{table}" as t').fetchall()


def _remedy(visit: Visit) -> str:
    """A build makes a whole new file; until then the version before will do."""
    try:
        current = current_file(visit.warehouse)
    except Exception:
        return "leadhouse build"
    older = [path for path in ever_current(visit.warehouse) if current and path.name < current.name]
    return "leadhouse build (until it is done: leadhouse rollback)" if older else "leadhouse build"
