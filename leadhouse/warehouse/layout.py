"""Where everything in a warehouse folder lives.

Reads and writes nothing but the folders themselves. One Warehouse per folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Warehouse:
    """The paths of one warehouse; the root is absolute."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path) -> Warehouse:
        """The warehouse in a folder that may not exist yet."""
        return cls(Path(folder).expanduser().resolve())

    @property
    def landing(self) -> Path:
        """Raw tables and the load ledger; written by loaders only."""
        return self.root / "landing.duckdb"

    @property
    def definitions(self) -> Path:
        """The company's own copy of seeds/."""
        return self.root / "definitions"

    @property
    def settings(self) -> Path:
        """The company's settings."""
        return self.root / "leadhouse.toml"

    @property
    def work(self) -> Path:
        """Private file of staging and intermediate relations, made anew by each build."""
        return self.root / "work.duckdb"

    @property
    def published(self) -> Path:
        """Folder of the published versions."""
        return self.root / "published"

    @property
    def building(self) -> Path:
        """The version being built. Its name never changes, so that dbt's parse stays valid from build to build."""
        return self.published / ".building.duckdb"

    @property
    def pointer(self) -> Path:
        """One line: the name of the published file that readers open."""
        return self.published / "CURRENT"

    @property
    def status(self) -> Path:
        """What `leadhouse status` shows without opening landing.duckdb."""
        return self.root / "status.json"

    @property
    def lock(self) -> Path:
        """Held by the one process that builds, rolls back or prunes."""
        return self.root / "build.lock"

    @property
    def logs(self) -> Path:
        """Logs of builds."""
        return self.root / "logs"

    @property
    def target(self) -> Path:
        """dbt's own files, kept so that the next build parses only what changed."""
        return self.root / "target"

    def create(self) -> None:
        """Make the folders that a build writes to."""
        for folder in (self.root, self.definitions, self.published, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
