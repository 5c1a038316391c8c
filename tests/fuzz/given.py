"""What is put before the loader: files on disk, whole or mutated, and how they are named to it.

Reads and writes nothing.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field, replace

Members = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class File:
    """One file on disk.

    Attributes:
        name: its path below the folder.
        members: of an archive that is whole, what it packs; None for any other file.
        is_refused: an archive in which something is wrong that only refusing it answers.
        is_damaged: an archive some bytes of which were changed at random.
    """

    name: str
    content: bytes
    members: Members | None = None
    is_refused: bool = False
    is_damaged: bool = False

    def packing(self, members: Members) -> File:
        """The same archive with other members."""
        return replace(self, members=members, content=packed(members))


@dataclass(frozen=True)
class Truth:
    """The records of a file whose bytes mean nothing to a reader, from its making.

    Attributes:
        name: the last part of the file's name, in lower case.
        sha256: of its bytes before anything was done to them.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Given:
    """One example.

    Attributes:
        is_named: the files are named one by one, not by their folder.
        mutations: what was done to it, for the totals.
        values: texts that no message may quote.
        truths: of the workbooks and Parquet files.
    """

    source: str
    files: tuple[File, ...]
    is_named: bool = False
    options: tuple[tuple[str, str], ...] = ()
    mutations: tuple[str, ...] = ()
    values: frozenset[str] = field(default=frozenset(), repr=False)
    truths: tuple[Truth, ...] = field(default=(), repr=False)


def packed(members: Members) -> bytes:
    """The bytes of a zip archive."""
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members of one name are wanted
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
