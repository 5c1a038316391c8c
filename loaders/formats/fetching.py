"""A candidate's bytes on disk, a text's as UTF-8, with their digest; read once.

Reads a Candidate in blocks; writes a copy into a temporary folder only where it comes from an archive or is not
UTF-8 already. One Fetched per candidate. Refuses: what is another format than its name says, NUL bytes, UTF-8 that is
damaged in places, bytes that no encoding explains, copies for which the disk has no room.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from loaders.formats.encodings import EncodingWatch, check_magic, to_utf8
from loaders.formats.files import BINARY, Candidate
from loaders.formats.room import check_room

BLOCK = 1 << 20
# Files that are prepared before their turn: a small one is landed before a large one after it is ready.
AHEAD = 2
Tick = Callable[[int], None]
Prepared = TypeVar("Prepared")


@dataclass(frozen=True)
class Fetched:
    """A candidate's bytes on disk, as UTF-8 if they are text.

    Attributes:
        sha256, size, encoding: of the bytes as they came; no encoding if they are no text.
    """

    path: Path
    sha256: str
    size: int
    encoding: str


def new_path(folder: Path, suffix: str) -> Path:
    """A path in the temporary folder that nothing has yet."""
    return folder / f"{uuid.uuid4().hex}{suffix}"


def fetch(candidate: Candidate, folder: Path, tick: Tick = lambda _: None) -> Fetched:
    """Bring a candidate to disk.

    Args:
        folder: temporary; what is written there gets a name of its own, never the member's.
        tick: told the number of bytes of each block.

    Raises:
        Refused: see the module.
    """
    copy = new_path(folder, candidate.suffix) if candidate.member else None
    if copy:
        check_room(candidate.name, folder, candidate.size)
    is_text = candidate.suffix not in BINARY
    digest, size, watch = hashlib.sha256(), 0, EncodingWatch(candidate.name)
    with candidate.open() as source, copy.open("wb") if copy else nullcontext() as target:
        while block := source.read(BLOCK):
            if not size:
                check_magic(candidate.name, candidate.suffix, block)
            digest.update(block)
            size += len(block)
            tick(len(block))
            if target:
                target.write(block)
            if is_text:
                watch.see(block)
    path, encoding = copy or candidate.path, watch.name() if is_text else ""
    if encoding not in ("", "utf-8"):
        path = to_utf8(candidate.name, path, new_path(folder, ".csv"), encoding)
    return Fetched(path, digest.hexdigest(), size, encoding)


def ahead(
    candidates: list[Candidate], folder: Path, prepare: Callable[[Candidate, Path], Prepared]
) -> Generator[tuple[Candidate, Prepared]]:
    """Prepare candidates in turn, in another thread, while one before is still in use; to be closed at the end.

    Args:
        folder: temporary; each candidate gets a folder of its own in it, which is removed after its use.
        prepare: given the candidate and its folder; what it raises is raised when it is the candidate's turn.
    """
    with TemporaryDirectory(dir=folder) as home, ThreadPoolExecutor(max_workers=1) as beside:

        def own(number: int) -> Path:
            return Path(home) / str(number)

        def begin(number: int) -> Future[Prepared]:
            own(number).mkdir()
            return beside.submit(prepare, candidates[number], own(number))

        begun = deque(begin(number) for number in range(min(AHEAD, len(candidates))))
        for number, candidate in enumerate(candidates):
            prepared = begun.popleft().result()
            if number + AHEAD < len(candidates):
                begun.append(begin(number + AHEAD))
            yield candidate, prepared
            shutil.rmtree(own(number))


def fetch_head(candidate: Candidate, folder: Path, size: int) -> Fetched:
    """Bring the first bytes of a text to disk as UTF-8; all bytes of a format that is read from its end.

    Raises:
        Refused: see the module.
    """
    if candidate.suffix in BINARY:
        return fetch(candidate, folder)
    with candidate.open() as source:
        head = source.read(size)
    check_magic(candidate.name, candidate.suffix, head)
    watch = EncodingWatch(candidate.name)
    watch.see(head)
    path = new_path(folder, ".csv")
    path.write_bytes(head.decode(watch.seen or "utf-8", errors="ignore").encode())
    return Fetched(path, "", len(head), watch.seen)
