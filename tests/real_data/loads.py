"""Each folder of the shared data loaded as a user would; shared by the test of every file and their table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import loaders
from loaders import LoadReport, Refused

from .expectations import WAYS, Expectation, expectation

MAPPINGS = Path(__file__).parents[2] / "docs" / "mappings"


@dataclass(frozen=True)
class Loaded:
    """A folder after its load.

    Attributes:
        report: None if the load was refused.
        refusals: of files that were loaded on their own, by folder/name.
    """

    folder: str
    warehouse: Path
    report: LoadReport | None
    refusals: dict[str, Refused]


def files(data: Path) -> list[str]:
    """All files, by folder/name."""
    return sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file())


def folder_of(name: str) -> str:
    """The folder of the shared data that a file is in; empty for the top."""
    return name.split("/")[0] if "/" in name else ""


def load_folder(data: Path, folder: str, warehouse: Path) -> Loaded:
    """Load all files of a folder but those to be refused; then, on its own, each file that the load did not take in."""
    names = [name for name in files(data) if folder_of(name) == folder]
    paths = [data / name for name in names if _row(name).parts]
    if not any(_row(name).refused for name in names):
        paths = [data / folder] if paths else []
    report = load(folder, paths, warehouse) if paths else None
    refusals: dict[str, Refused] = {}
    taken_up = _taken_up(report) if report else set()
    for name in names:
        if name.removeprefix(f"{folder}/") not in taken_up:
            try:
                load(folder, [data / name], warehouse)
            except Refused as refusal:
                refusals[name] = refusal
    return Loaded(folder, warehouse, report, refusals)


def load(folder: str, paths: list[Path], warehouse: Path) -> LoadReport:
    """One load, the way its folder is loaded."""
    way = WAYS[folder]
    mapping = MAPPINGS / way.mapping if way.mapping else None
    return loaders.load(
        way.source, paths, warehouse, mapping=mapping, time_zone=way.time_zone, date_order=way.date_order
    )


def _taken_up(report: LoadReport) -> set[str]:
    return {file.file for file in report.files} | {file.file for file in report.ignored}


def _row(name: str) -> Expectation:
    row = expectation(name)
    if row is None:
        raise LookupError(f"{name} is not in the table of expectations")
    return row
