"""The exports that the benchmarks read: one made-up company per size, generated once.

Writes a folder per size: the archive as the system sends it, its CSVs unpacked, the company's definitions, the truth.
Refuses nothing; a folder that was not finished is made again.
"""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Export:
    """One generated export: as a zip and as a folder of CSVs.

    Attributes:
        definitions: folder with the company's definitions and settings.
        truth: folder with what the simulation knows, as Parquet.
        rows: records of all its files.
        size: bytes of its CSVs.
    """

    leads: int
    archive: Path
    folder: Path
    definitions: Path
    truth: Path
    rows: int
    size: int


def make_export(work: Path, leads: int) -> Export:
    """The demo's export of that size, generated unless it is there already."""
    home = work / f"export-{leads}"
    folder = home / "csv"
    if not (home / "done").exists():
        from leadhouse.demo import generate

        print(f"Generating an export of {leads:,} leads", file=sys.stderr)
        made = generate(home, leads=leads)
        for archive in made.archives:
            with zipfile.ZipFile(archive) as opened:
                opened.extractall(folder)
        (home / "done").write_text(json.dumps({"archive": made.archives[0].name, "rows": sum(made.rows.values())}))
    done = json.loads((home / "done").read_text())
    size = sum(file.stat().st_size for file in folder.glob("*.csv"))
    return Export(leads, home / done["archive"], folder, home / "definitions", home / "truth", done["rows"], size)
