"""Examples: an export, mutated none to four times, in a folder or in archives.

Hypothesis strategies; writes nothing.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.archive_mutations import ARCHIVE_MUTATIONS
from tests.fuzz.byte_mutations import BINARY_MUTATIONS, BYTE_MUTATIONS
from tests.fuzz.exports import Draw, Sheet, exports
from tests.fuzz.formats import BINARY
from tests.fuzz.given import File, Given, Members, Truth, packed
from tests.fuzz.sheet_mutations import SHEET_MUTATIONS

Mutation = Callable[..., Any]
# Text matters most: it is chosen as often as header, records and archives together.
MUTATIONS: tuple[Mutation, ...] = (*SHEET_MUTATIONS, *BYTE_MUTATIONS, *BYTE_MUTATIONS, *ARCHIVE_MUTATIONS)
# What comes first is drawn more often.
COUNTS = (2, 1, 3, 2, 1, 4, 3, 2, 1, 4, 3, 0)
PACKAGES = ("folder", "folder", "folder", "named", "zip", "zips", "zip in a folder")


@st.composite
def examples(draw: Draw) -> Given:
    """Any example."""
    export = draw(exports())
    count = draw(st.sampled_from(COUNTS))
    chosen = [draw(st.sampled_from(MUTATIONS)) for _ in range(count)]
    values = export.values()
    for mutation in chosen:
        export = mutation(draw, export) if mutation in SHEET_MUTATIONS else export
    members = {sheet.name: sheet.data() for sheet in export.sheets}
    truths = tuple(_truth(sheet, members[sheet.name]) for sheet in export.sheets if sheet.suffix in BINARY)
    for mutation in chosen:
        if mutation in BYTE_MUTATIONS:
            name = draw(st.sampled_from(sorted(members)))
            if mutation in BINARY_MUTATIONS or not name.lower().endswith(BINARY):
                members[name] = _mutated(draw, mutation, members[name])
    package = draw(st.sampled_from(PACKAGES))
    wanted = [mutation for mutation in chosen if mutation in ARCHIVE_MUTATIONS]
    if wanted and "zip" not in package:
        package = "zip"
    files = _packaged(tuple(members.items()), package)
    for mutation in wanted:
        if files[0].members:
            files = (mutation(draw, files[0]), *files[1:])
    names = [PurePosixPath(file.name).name for file in files]
    return Given(
        export.source,
        files,
        is_named=package in ("named", "zip", "zips") and len(set(names)) == len(names),
        options=export.options,
        mutations=tuple(mutation.__name__ for mutation in chosen),
        values=values,
        truths=truths,
    )


def _truth(sheet: Sheet, data: bytes) -> Truth:
    name = PurePosixPath(sheet.name).name.lower()
    return Truth(name, hashlib.sha256(data).hexdigest(), sheet.header, sheet.cells())


def _mutated(draw: Draw, mutation: Mutation, data: bytes) -> bytes:
    """The mutation's bytes; a change of the text of UTF-16 tells more than one of its bytes, which mostly breaks it."""
    if not data.startswith(codecs.BOM_UTF16_LE) or draw(st.integers(0, 3)) == 3:
        return mutation(draw, data)
    changed: bytes = mutation(draw, data.decode("utf-16", "replace").encode())
    return changed.decode("utf-8", "replace").encode("utf-16")


def _packaged(members: Members, package: str) -> tuple[File, ...]:
    if "zip" not in package:
        return tuple(File(name, content) for name, content in members)
    halves = [members[::2], members[1::2]] if package == "zips" and len(members) > 1 else [members]
    folder = "deeper/" if package == "zip in a folder" else ""
    return tuple(
        File(f"{folder}WE_00D5j_{number}.ZIP", packed(half), half) for number, half in enumerate(halves, start=1)
    )
