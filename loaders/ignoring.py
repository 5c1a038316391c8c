"""What a load leaves alone, as people read it: files, one line per reason; and records that nothing lets in.

Reads and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from leadhouse.listing import some
from loaders.report import Ignored

if TYPE_CHECKING:
    from loaders.formats.text import TextFile
    from loaders.gate.reading import Landed
    from loaders.sources.parts import Part

# A list of all of them would hide the lines that matter.
FILES_SHOWN = 3
REASONS_SHOWN = 5


def by_reason(ignored: Iterable[Ignored]) -> dict[str, list[str]]:
    """The files that each reason keeps out, in their order."""
    files: dict[str, list[str]] = {}
    for each in ignored:
        files.setdefault(each.reason, []).append(each.file)
    return files


def ignored_lines(ignored: Iterable[Ignored]) -> list[str]:
    """`Ignored notes.txt: <reason>`, or `Ignored 54 files (each: <reason>): a, b, c and 51 more`."""
    return [f"Ignored {_told(reason, files)}" for reason, files in by_reason(ignored).items()]


def reasons(ignored: Iterable[Ignored]) -> str:
    """The reasons that keep out the most files, in one sentence."""
    files = sorted(by_reason(ignored).items(), key=lambda entry: -len(entry[1]))
    more = f"; and {len(files) - REASONS_SHOWN:,} more reasons" if len(files) > REASONS_SHOWN else ""
    return "; ".join(_told(*entry) for entry in files[:REASONS_SHOWN]) + more


def left_out_lines(text: TextFile, part: Part, landed: Landed) -> list[str]:
    """Texts of a mapping's `where` that let nothing in, where records were left out: perhaps they are mistyped."""
    if not landed.left_out:
        return []
    place = f"{text.name}: [{part.table.object}] where"
    if not landed.unmet and not landed.landed:
        return [f"{place} fits no record: none has what it asks of all its columns ({some([*part.where])})."]
    asked = ((column, [f'"{each}"' for each in texts]) for column, texts in landed.unmet)
    return [f"{place} {column} = {some(texts)} fits no record." for column, texts in asked]


def unclaimed_lines(text: TextFile, parts: Sequence[Part], became: Sequence[Landed], taken: int) -> list[str]:
    """Records that several blocks share out and none of them takes: perhaps one has a word that no block names.

    Args:
        parts, became: the blocks of one entity that read the text, each with a where, and what became of its records.
        taken: records that any of them landed.
    """
    rejected = {reject.line for landed in became for reject in landed.rejects}
    count = became[0].records - taken - len(rejected)
    if count <= 0:
        return []
    asked = some(sorted({column for part in parts for column in part.where}))
    records = "1 record fits" if count == 1 else f"{count:,} records fit"
    return [f"{text.name}: {records} no [[{parts[0].table.object}]] block, by what stands in {asked}: left out."]


def _told(reason: str, files: list[str]) -> str:
    if len(files) == 1:
        return f"{files[0]}: {reason}"
    return f"{len(files):,} files (each: {reason}): {some(files, FILES_SHOWN)}"
