"""Why a load stops, as the user reads it.

Reads and writes nothing. A message names the file, the physical line where there is one, the reason and the next
step. It never quotes a value of a record.
"""

from __future__ import annotations

from leadhouse.errors import InputRefused, WarehouseBusy
from leadhouse.warehouse.processes import HELD_BY, holder_in


class Refused(InputRefused):
    """The input cannot be trusted or understood; nothing was written. Exit code 3.

    Args:
        file: name of the file as the user knows it; empty if it is not about one file.
        reason: what is wrong, got against expected.
        next_step: what to do now.
        line: physical line in the file, from 1.
    """

    def __init__(self, file: str, reason: str, next_step: str, line: int | None = None) -> None:
        self.file, self.reason, self.next_step, self.line = file, reason, next_step, line
        place = f"{file} line {line}" if line else file
        stop = "" if reason.endswith((".", "!", "?")) else "."
        super().__init__(f"{place + ': ' if place else ''}{reason}{stop} Nothing was loaded. {next_step}")


class Damaged(Refused):
    """A member of an archive cannot be read whole: the archive is not to be trusted, whatever the member may be."""


class NoRoom(Refused):
    """There is no room for what a load has to write; the input may be sound. Exit code 1, as for any full disk."""

    exit_code = 1


class Busy(WarehouseBusy):
    """Another process holds landing.duckdb. Exit code 5.

    Args:
        database: name of the locked file.
        message: DuckDB's own message, which names the holder.
    """

    def __init__(self, database: str, message: str) -> None:
        held = HELD_BY.search(message)
        self.pid = int(held["pid"]) if held else None
        holder = holder_in(message) or "another process"
        super().__init__(f"{database} is in use by {holder}. Wait until it has finished, then try again.")


class StartOver(Exception):
    """An attempt learnt something that it should have known from the start; the load begins anew with it.

    Args:
        exact: a file on which the fast reader gives up; it is to be read record by record.
        whole: objects of a complete export of which some files were skipped; all of them are to be landed.
    """

    def __init__(self, exact: str = "", whole: frozenset[str] = frozenset()) -> None:
        super().__init__(exact, whole)
        self.exact, self.whole = exact, whole
