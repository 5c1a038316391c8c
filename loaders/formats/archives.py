"""The members of a zip archive: their names, checked, and their bytes, counted while they are read.

Reads archives; writes nothing. Refuses: no zip, damaged, encrypted or treacherous ones: names that lead out, links,
two members of one name, archives within, sizes that are not those declared, bombs.
"""

from __future__ import annotations

import copy
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, cast

from leadhouse.os_errors import is_about_the_machine
from loaders.errors import Damaged, Refused

# A weekly export has some dozen members; one with attachments has thousands, and those are no records.
MAX_MEMBERS = 10_000
# The largest that an honest export comes to: archives of 512 MB, texts that pack thirtyfold, and four times that.
MAX_MEMBER_BYTES = 64 << 30
# Exports pack 10 to 30 times, a table of nearly empty columns 100 times; a bomb 1,000 times. Small ones do no harm.
MAX_RATIO = 250
HARMLESS_BYTES = 100 << 20
ENCRYPTED = 0x1
WITHIN = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst")
AGAIN = "Download it again, then load it."
UNPACK = "Unpack it by hand if you trust it, then load the folder."
# What zipfile raises for bytes that are no archive, are cut off or packed in a way that it cannot unpack. Anything else
# is an error of ours or of the machine, and is shown as one.
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


def members(path: Path, name: str) -> Iterator[zipfile.ZipInfo]:
    """The files in an archive, by name.

    Args:
        name: of the archive, for messages.

    Raises:
        Refused: see the module.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (*DAMAGE, OSError, ValueError) as error:
        if is_about_the_machine(error):
            raise
        raise Refused(name, f"it is not a readable zip archive ({error})", AGAIN) from None
    if len(entries) > MAX_MEMBERS:
        raise Refused(name, f"it has {len(entries):,} members, more than {MAX_MEMBERS:,}", UNPACK)
    seen: set[str] = set()
    for entry in sorted(entries, key=lambda entry: entry.filename):
        _check_member(name, entry)
        if entry.is_dir():
            continue
        place = entry.filename.replace("\\", "/")
        if place in seen:
            raise Refused(name, f"it has two members named {place}", UNPACK)
        seen.add(place)
        yield entry


@contextmanager
def open_member(path: Path, member: str, name: str) -> Iterator[IO[bytes]]:
    """A member's bytes.

    Args:
        name: of the member, for messages.

    Raises:
        Refused: see the module; the size is known once the member has been read to its end.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(member)
            # zipfile stops at the declared size in silence; told more, it reads what is really there.
            honest = copy.copy(entry)
            honest.file_size = max(entry.file_size, MAX_MEMBER_BYTES) + 1
            with archive.open(honest) as file:
                yield cast(IO[bytes], _Counted(file, entry, name))
    except (*DAMAGE, OSError) as error:  # a place before the file's first byte is an OSError
        if is_about_the_machine(error):
            raise
        raise Damaged(name, f"the archive is damaged ({error})", AGAIN) from None


class _Counted:
    """Counts what is read of a member, and stops where it is not what the archive says."""

    def __init__(self, file: IO[bytes], entry: zipfile.ZipInfo, name: str) -> None:
        self.file, self.entry, self.name = file, entry, name
        self.size = 0

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.size += len(block)
        declared = self.entry.file_size
        if self.size > MAX_MEMBER_BYTES:
            raise Damaged(self.name, f"it unpacks to more than {MAX_MEMBER_BYTES >> 30} GB", UNPACK)
        if self.size > max(HARMLESS_BYTES, MAX_RATIO * self.entry.compress_size):
            raise Damaged(self.name, f"it unpacks to more than {MAX_RATIO} times its packed size", UNPACK)
        if self.size > declared or (not block and self.size < declared):
            what = "more" if self.size > declared else "less"
            raise Damaged(
                self.name, f"it unpacks to {what} than the {declared:,} bytes that the archive declares", AGAIN
            )
        return block


def _check_member(archive: str, entry: zipfile.ZipInfo) -> None:
    place = PurePosixPath(entry.filename.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or PureWindowsPath(entry.filename).drive:
        raise Refused(archive, "a member's name leads out of the archive", UNPACK)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(archive, "a member is a link", UNPACK)
    if entry.flag_bits & ENCRYPTED:
        raise Refused(archive, "it is encrypted", "Unpack it by hand, then load the folder.")
    if place.suffix.lower() in WITHIN and not place.name.startswith("."):
        raise Refused(archive, f"it holds an archive, {place}", "Unpack that one, then load the folder.")
