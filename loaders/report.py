"""What a load did, for people, programs and status.json.

Reads and writes nothing. One FileReport per file and object; names of files and columns and counts only, never a value.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from loaders.comparing.drift import Drift


@dataclass(frozen=True)
class FileReport:
    """One file, as one object.

    Attributes:
        records: records in the file, counted independently of the reader (a file's header is none).
        landed: rows added to the raw table.
        rejected: records kept in ledger.rejects instead.
        repeated: landed records whose id another record of the file has; they are versions of one.
        left_out: records that the mapping's `where` leaves out.
        skipped: True if the same content was loaded before; nothing was landed or rejected now.
        replaced: rows of an earlier mapping of the same content that were taken out.
        new_columns: columns in the file that the models do not use.
        missing_columns: declared columns that the file does not have.
    """

    file: str
    object: str
    records: int
    landed: int
    rejected: int
    left_out: int = 0
    skipped: bool = False
    replaced: int = 0
    new_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    repeated: int = 0


@dataclass(frozen=True)
class Ignored:
    """A file that was not loaded, and why."""

    file: str
    reason: str


@dataclass
class LoadReport:
    """What one load did.

    Attributes:
        load_id: None if nothing new was found; on a dry run the id it would have had.
        drift: what differs from the loads before.
    """

    source: str
    source_system: str
    loaded_at: datetime
    dry_run: bool
    load_id: str | None = None
    files: list[FileReport] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    drift: Drift = field(default_factory=Drift)

    @property
    def landed(self) -> int:
        """Rows added to raw tables by this load."""
        return sum(file.landed for file in self.files if not file.skipped)

    @property
    def rejected(self) -> int:
        """Records that this load kept in ledger.rejects."""
        return sum(file.rejected for file in self.files if not file.skipped)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, for --json and status.json."""
        return {
            "load_id": self.load_id,
            "source": self.source,
            "source_system": self.source_system,
            "loaded_at": self.loaded_at.isoformat(sep=" ", timespec="seconds"),
            "dry_run": self.dry_run,
            "files": [asdict(file) for file in self.files],
            "ignored": [asdict(file) for file in self.ignored],
            "notices": self.notices,
            "drift": self.drift.as_dict(),
        }
