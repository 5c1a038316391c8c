"""What the benchmarks are asked: which sizes of export to measure, and where to work.

Reads the command line; writes the exports that are not there yet, and their sizes to stderr.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.exports import Export, make_export


def sized_parser(name: str, about: str) -> argparse.ArgumentParser:
    """The command line of a benchmark on exports of several sizes.

    Args:
        name: of the module.
        about: the module's docstring, the first line of which is shown.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=about.splitlines()[0])
    parser.add_argument("--leads", type=int, action="append", help="size of the export; may be given several times")
    parser.add_argument("--work", type=Path, help="folder to work in, kept for the next time; default a temporary one")
    return parser


def working_folder(asked: argparse.Namespace) -> Path:
    """The folder that was asked for, else a temporary one."""
    return asked.work or Path(tempfile.mkdtemp(prefix="leadhouse-benchmark-"))


def sized_exports(work: Path, sizes: list[int]) -> Iterator[Export]:
    """One export after the other, its size told."""
    for leads in sizes:
        export = make_export(work, leads)
        print(f"{leads:,} leads: {export.rows:,} rows, {export.size / 1e6:,.0f} MB of CSV", file=sys.stderr)
        yield export
