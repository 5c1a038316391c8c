"""The files that a user's folder or archive holds, one by one, under the names that a report shows.

Reads what is given to the loader; writes nothing.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.fuzz.given import File, Given

INBOX = "in"
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Source:
    """One file, or one member of an archive.

    Attributes:
        content: None if it cannot be read.
    """

    name: str
    content: bytes | None
    is_named: bool = False

    @property
    def base(self) -> str:
        """The last part of its name."""
        return PurePosixPath(self.name).name


@dataclass
class Sources:
    """All files of an example.

    Attributes:
        must_be_refused: an archive says why nothing can be loaded.
        doubts: why refusing is right too.
    """

    found: list[Source] = field(default_factory=list)
    must_be_refused: str = ""
    doubts: list[str] = field(default_factory=list)


def sources(given: Given) -> Sources:
    """Look into archives as far as they can be."""
    result = Sources()
    for file in given.files:
        name = PurePosixPath(file.name).name if given.is_named else file.name
        if not file.name.lower().endswith(".zip"):
            result.found.append(Source(name, file.content, given.is_named))
        elif file.is_refused:
            result.must_be_refused = f"{name} cannot be trusted"
        elif file.members is not None:
            _look_into_whole(result, name, file)
        else:
            result.doubts.append(f"{name} is damaged")
            _look_into_damaged(result, name, file.content)
    return result


def _look_into_whole(result: Sources, name: str, file: File) -> None:
    assert file.members is not None
    members = [(member, content) for member, content in file.members if not member.endswith("/")]
    if any(member.lower().endswith(".zip") for member, _ in members):
        result.doubts.append("an archive holds an archive")
    taken: set[str] = set()
    for member, content in sorted(members, key=lambda each: each[0]):
        shown = f"{name}/{member}"
        if shown in taken:  # a report tells the second from the first by the name of the folder
            shown = f"{PurePosixPath(INBOX, file.name).parent.name}/{shown}"
            result.doubts.append("two members have one name")
        taken.add(shown)
        result.found.append(Source(shown, content))


def _look_into_damaged(result: Sources, name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            for entry in entries:
                # What begins with a dot is a system's own, and passed over.
                if any(part.startswith(".") for part in PurePosixPath(entry.filename).parts):
                    continue
                result.found.append(Source(f"{name}/{entry.filename}", _member(archive, entry)))
    except UNREADABLE:
        result.must_be_refused = f"{name} is no archive"


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return None
    try:
        return archive.read(entry)
    except UNREADABLE:
        return None
