"""The files of a load: single ones, folders and zip archives become one list of candidates.

Reads names and, on demand, bytes; writes nothing. One Candidate per file or archive member.
Refuses a path that is not there, an archive that is none or is encrypted, and members whose name leaves the archive.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from loaders.errors import Refused

READABLE = (".csv", ".tsv", ".txt", ".xlsx")
NOT_YET = {".json": "JSON", ".jsonl": "JSON lines", ".parquet": "Parquet", ".xls": "Excel's old .xls"}
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Candidate:
    """One file that may hold records.

    Attributes:
        name: as reports show it: relative to the path that the user gave, `archive.zip/member` in an archive.
        path: the file, or the archive that it is a member of.
        member: its name in the archive; None for a file of its own.
        size: bytes, unpacked.
        is_named: the user named this very file, so not understanding it is an error.
    """

    name: str
    path: Path
    member: str | None
    size: int
    is_named: bool

    @property
    def base_name(self) -> str:
        """The last part of the name."""
        return PurePosixPath(self.member or self.path.name).name

    @property
    def suffix(self) -> str:
        """The extension, in lower case."""
        return PurePosixPath(self.base_name).suffix.lower()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes.

        Raises:
            Refused: the archive is damaged or encrypted.
        """
        if self.member is None:
            with self.path.open("rb") as file:
                yield file
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                yield file
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
            raise Refused(self.name, f"the archive is damaged ({error})", "Download it again, then load it.") from None


def not_readable(candidate: Candidate) -> str | None:
    """Why a file of that kind is not read; None if it is."""
    if candidate.suffix in READABLE:
        return None
    kind = NOT_YET.get(candidate.suffix)
    if kind:
        return f"{kind} is not read; export the object as CSV"
    return "not a table of records (CSV is)"


def discover(paths: list[Path]) -> list[Candidate]:
    """All candidates under the given paths, in a stable order, each with a name of its own.

    Raises:
        Refused: a path does not exist, or an archive cannot be trusted.
    """
    found: list[Candidate] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not _is_hidden(file.relative_to(path).as_posix()):
                    found += _of_file(file, file.relative_to(path).as_posix(), is_named=False)
        elif path.is_file():
            found += _of_file(path, path.name, is_named=True)
        else:
            raise Refused(path.name, "there is no such file or folder", "Check the path, then load it.")
    return _named_apart(found)


def _of_file(path: Path, name: str, is_named: bool) -> list[Candidate]:
    if path.suffix.lower() == ".zip":
        return list(_members(path, name))
    return [Candidate(name, path, None, path.stat().st_size, is_named)]


def _members(path: Path, name: str) -> Iterator[Candidate]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(name, f"it is not a readable zip archive ({error})", "Download it again, then load it.") from None
    for entry in sorted(entries, key=lambda entry: entry.filename):
        _check_member(name, entry)
        if not entry.is_dir() and not _is_hidden(entry.filename):
            yield Candidate(f"{name}/{entry.filename}", path, entry.filename, entry.file_size, is_named=False)


def _check_member(archive: str, entry: zipfile.ZipInfo) -> None:
    unpack = "Unpack it by hand if you trust it, then load the folder."
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or PureWindowsPath(entry.filename).drive:
        raise Refused(archive, "a member's name leads out of the archive", unpack)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(archive, "a member is a link", unpack)
    if entry.flag_bits & ENCRYPTED:
        raise Refused(archive, "it is encrypted", "Unpack it by hand, then load the folder.")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


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
