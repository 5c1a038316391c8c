"""The files of a load: single ones, folders and zip archives become one list of candidates.

Reads names and, on demand, bytes; writes nothing. One Candidate per file or archive member.
Refuses a path that is not there, a folder that cannot be listed, and what archives.py refuses.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

from loaders.errors import Refused
from loaders.formats.archives import members, open_member

DELIMITED = (".csv", ".tsv", ".txt")
JSON = (".json", ".jsonl", ".ndjson")
PARQUET = (".parquet", ".pq")
WORKBOOK = (".xlsx", ".xlsm")
# Formats that are no text.
BINARY = (*PARQUET, *WORKBOOK)
UNREADABLE = {
    ".xls": "Excel's old .xls is not read; save it as .xlsx or CSV",
    ".xlsb": "Excel's .xlsb is not read; save it as .xlsx or CSV",
    ".ods": "an OpenDocument sheet is not read; save it as .xlsx or CSV",
} | dict.fromkeys((".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst"), "only .zip is unpacked; unpack it")


@dataclass(frozen=True)
class Candidate:
    """One file that may hold records.

    Attributes:
        name: as reports show it: relative to the path that the user gave, `archive.zip/member` in an archive.
        path: the file, or the archive that it is a member of.
        member: its name in the archive; None for a file of its own.
        size: bytes, unpacked.
        is_named: the user named this very file, so not understanding it is an error.
        problem: why it must not be read; empty if it may be.
    """

    name: str
    path: Path
    member: str | None
    size: int
    is_named: bool
    problem: str = ""

    @property
    def base_name(self) -> str:
        """The last part of the name."""
        return PurePosixPath((self.member or self.path.name).replace("\\", "/")).name

    @property
    def suffix(self) -> str:
        """The extension, in lower case."""
        return PurePosixPath(self.base_name).suffix.lower()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes.

        Raises:
            Refused: it is in an archive that is damaged or not what it says.
        """
        if self.member is not None:
            with open_member(self.path, self.member, self.name) as file:
                yield file
            return
        with self.path.open("rb") as file:
            yield file


def not_readable(candidate: Candidate) -> str | None:
    """Why a file of that kind is not read; None if it is."""
    if candidate.problem:
        return candidate.problem
    if candidate.suffix in (*DELIMITED, *JSON, *PARQUET, *WORKBOOK):
        return None
    return UNREADABLE.get(candidate.suffix, "not a table of records (CSV, XLSX, JSON and Parquet are)")


def discover(paths: list[Path]) -> list[Candidate]:
    """All candidates under the given paths, in a stable order, each with a name of its own.

    Raises:
        Refused: a path does not exist, a folder cannot be listed, or an archive cannot be trusted.
    """
    found: list[Candidate] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(_walk(path)):
                found += _in_folder(path, file)
        elif path.is_file():
            found += _of_file(path, _shown(path.name), is_named=True)
        else:
            raise Refused(_shown(path.name), "there is no such file or folder", "Check the path, then load it.")
    return _named_apart(found)


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder, and links to folders, which are not followed."""

    def refuse(error: OSError) -> NoReturn:
        place = Path(error.filename).name
        raise Refused(_shown(place), f"the folder cannot be read ({error.strerror})", "Allow it, then load again.")

    for root, folders, files in os.walk(folder, onerror=refuse):
        yield from (Path(root, name) for name in files)
        yield from (Path(root, name) for name in folders if Path(root, name).is_symlink())


def _in_folder(folder: Path, file: Path) -> list[Candidate]:
    """What a file is a candidate of; links that lead out of the folder are only listed."""
    place = file.relative_to(folder).as_posix()
    if _is_hidden(place):
        return []
    if file.is_symlink():
        goal = file.resolve()
        if not goal.is_file() or not goal.is_relative_to(folder.resolve()):
            return [Candidate(_shown(place), file, None, 0, False, "a link that leads out of the folder; not followed")]
    return _of_file(file, _shown(place), is_named=False) if file.is_file() else []


def _of_file(path: Path, name: str, is_named: bool) -> list[Candidate]:
    if path.suffix.lower() == ".zip":
        return [
            Candidate(f"{name}/{entry.filename}", path, entry.filename, entry.file_size, is_named=False)
            for entry in members(path, name)
            if not _is_hidden(entry.filename)
        ]
    return [Candidate(name, path, None, path.stat().st_size, is_named)]


def _is_hidden(name: str) -> bool:
    """What systems and programs leave behind: dot files, macOS's forks, Excel's lock files."""
    return any(part.startswith((".", "__MACOSX", "~$")) for part in PurePosixPath(name).parts)


def _shown(name: str) -> str:
    """A name that can be printed and stored, whatever bytes the file system has."""
    return os.fsencode(name).decode("utf-8", "replace")


def _named_apart(found: list[Candidate]) -> list[Candidate]:
    """Prefix the folder, then a number, to names that several given paths share."""
    taken: set[str] = set()
    apart = []
    for candidate in found:
        name, folder, number = candidate.name, candidate.path.resolve().parent.name, 1
        while name in taken:
            name = f"{folder}/{candidate.name}" if number == 1 else f"{candidate.name} ({number})"
            number += 1
        taken.add(name)
        apart.append(replace(candidate, name=name))
    return apart
