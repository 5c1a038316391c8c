"""The records that were rejected and have not landed since.

Reads the ledger; writes, when asked, one CSV per load and file that a person can correct: the column `_reject_id`, the
file's own header, and each record as the file had it. Such a CSV holds personal data, so only its owner may read it.
Refuses to write over a file, which may hold corrections.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leadhouse.warehouse.layout import Warehouse
from loaders.errors import Refused
from loaders.landing.database import Landing, opened
from loaders.sources.parts import REJECT_ID

TEXTS = (".csv", ".tsv", ".txt")
OWNER_ONLY = 0o600
OPEN = """
    select reject_id, load_id, file_name as file, object_name as object, line, rule
    from landing.ledger.rejects
    where resolved_load_id is null
    order by rowid
"""
# A record that several blocks of a mapping rejected is one record to correct.
RECORDS = """
    select rejects.load_id, rejects.file_name, files.delimiter, files.header,
        rejects.reject_id, any_value(rejects.raw_text)
    from landing.ledger.rejects
    inner join landing.ledger.files
        on rejects.load_id = files.load_id
        and rejects.source_system = files.source_system
        and rejects.file_name = files.file_name
        and rejects.object_name = files.object_name
        and coalesce(rejects.mapping_sha256, '') = coalesce(files.mapping_sha256, '')
    where rejects.resolved_load_id is null and rejects.reject_id is not null and files.header is not null
    group by all
    order by rejects.load_id, rejects.file_name, files.header, min(rejects.line), rejects.reject_id
"""


@dataclass(frozen=True)
class OpenReject:
    """One rejected record as one object, without its text.

    Attributes:
        reject_id: load, file and line; None if an older version rejected it.
        line: where a person finds it in the file.
    """

    reject_id: str | None
    load_id: str
    file: str
    object: str
    line: int
    rule: str


@dataclass(frozen=True)
class Written:
    """One CSV to correct."""

    path: Path
    records: int


def open_rejects(root: Path) -> list[OpenReject]:
    """All open rejects, in the order in which they were rejected.

    Raises:
        Busy: another process holds landing.duckdb.
    """
    with _landing(root) as landing:
        rows = landing.connection.execute(OPEN).fetchall() if landing else []
    return [OpenReject(*row) for row in rows]


def write_rejects(root: Path, folder: Path) -> list[Written]:
    """Write the open rejects into a folder.

    Raises:
        Busy: another process holds landing.duckdb.
        Refused: a file of that name is there already.
    """
    with _landing(root) as landing:
        rows = landing.connection.execute(RECORDS).fetchall() if landing else []
    groups: dict[tuple[str, str, str, str], list[tuple[str, str]]] = {}
    for load_id, file_name, delimiter, header, reject_id, raw_text in rows:
        groups.setdefault((load_id, file_name, delimiter, header), []).append((reject_id, raw_text))
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Written] = []
    names: set[str] = set()
    for (load_id, file_name, delimiter, header), records in groups.items():
        name = _file_name(load_id, file_name, names)
        names.add(name)
        _write(folder / name, delimiter, json.loads(header), records)
        written.append(Written(folder / name, len(records)))
    return written


@contextmanager
def _landing(root: Path) -> Iterator[Landing | None]:
    """The warehouse's landing.duckdb, if there is one."""
    database = Warehouse.at(root).landing
    if not database.is_file():
        yield None
        return
    with opened(database) as landing:
        yield landing


def _file_name(load_id: str, file_name: str, taken: set[str]) -> str:
    """A name that tells load and file, and is no path."""
    plain = re.sub(r"[^\w. ()-]", "_", file_name)
    stem, suffix = (Path(plain).stem, Path(plain).suffix) if Path(plain).suffix.lower() in TEXTS else (plain, ".csv")
    number, name = 1, f"{load_id}_{stem}{suffix}"
    while name in taken:
        number += 1
        name = f"{load_id}_{stem}-{number}{suffix}"
    return name


def _write(path: Path, delimiter: str, header: list[str], records: list[tuple[str, str]]) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        raise Refused(
            path.name, "it is there already and may hold corrections", "Load or remove it, or name another folder."
        ) from None
    with open(handle, "w", encoding="utf-8", newline="") as file:
        file.write(_line([REJECT_ID, *header], delimiter) + "\n")
        for reject_id, raw_text in records:
            file.write(_line([reject_id], delimiter) + delimiter + raw_text.rstrip("\r\n") + "\n")


def _line(cells: list[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()
