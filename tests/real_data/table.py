"""The table of every shared file and what became of it, as markdown: `python -m tests.real_data.table`.

Loads each folder into a temporary warehouse. Shows names, counts and reasons, never a value.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .conftest import DATA
from .expectations import WAYS
from .loads import Loaded, files, folder_of, load_folder

HEAD = "| file | loaded as | records | landed | rejected | left out or why not |"


def main() -> int:
    """Print the table; 1 if the shared data is missing."""
    if not DATA.is_dir():
        print("shared data is missing", file=sys.stderr)
        return 1
    names, total = files(DATA), [0, 0, 0, 0]
    for folder in sorted({folder_of(name) for name in names}):
        with tempfile.TemporaryDirectory() as warehouse:
            done = load_folder(DATA, folder, Path(warehouse))
        print(f"\n### {folder or 'top'}: `leadhouse load {WAYS[folder]}`\n\n{HEAD}\n|---|---|--:|--:|--:|---|")
        for line in _lines(done, total):
            print(line)
    records, landed, rejected, left_out = (f"{count:,}" for count in total)
    print(f"\n{len(names)} files. {records} records, each counted once for each reading of its file by a mapping:")
    print(f"{landed} landed, {rejected} rejected, {left_out} left out by a mapping.")
    return 0


def _lines(done: Loaded, total: list[int]) -> Iterator[str]:
    for file in done.report.files if done.report else []:
        counts = (file.records, file.landed, file.rejected, file.left_out)
        total[:] = [before + count for before, count in zip(total, counts, strict=True)]
        records, landed, rejected, left_out = (f"{count:,}" for count in counts)
        note = f"{left_out} left out" if file.left_out else ""
        yield f"| {file.file} | {file.object} | {records} | {landed} | {rejected} | {note} |"
    reasons = {each.file: each.reason for each in (done.report.ignored if done.report else [])}
    reasons |= {name.removeprefix(f"{done.folder}/"): refusal.reason for name, refusal in done.refusals.items()}
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        yield f"| {', '.join(names)} | - | | | | {reason} |"


if __name__ == "__main__":
    sys.exit(main())
