"""A report as PDF on A4, typeset by Typst: a compiler in a wheel, without a browser, a network or system libraries.

Pure but for report.typ, which it reads. Texts and charts are handed over as data, never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from leadhouse.reporting import charts
from leadhouse.reporting.document import Block, Columns, Document, Picture, Table
from leadhouse.reporting.html import MADE_BY, rest_of
from leadhouse.reporting.reading import WIDTH

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(documents: Sequence[Document]) -> bytes:
    """Return a report as PDF."""
    import typst

    files: dict[str, bytes] = {"main.typ": TEMPLATE.read_bytes()}
    told = {
        "title": ", ".join(document.title for document in documents),
        "width": WIDTH,
        "made_by": MADE_BY,
        "pages": [
            {
                "title": document.title,
                "question": document.question.strip(),
                "as_of": document.as_of,
                "filters": document.filters,
                "blocks": [_told(block, files) for block in document.blocks],
            }
            for document in documents
        ],
    }
    files["data.json"] = json.dumps(told, ensure_ascii=False).encode()
    made: bytes = typst.compile(files, format="pdf")  # type: ignore[call-overload]  # its stubs lack several files
    return made


def _told(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    """Return a block as data for the template; the chart of a picture becomes a file of its own."""
    kind = type(block).__name__.lower()
    match block:
        case Picture():
            name = f"chart{len(files)}.svg"
            files[name] = charts.drawn(block.chart).encode()
            return {"kind": kind, "file": name, "alt": block.alt, "width": charts.width_of(files[name])}
        case Columns():
            columns = [[_told(each, files) for each in column] for column in block.columns]
            return {"kind": kind, "columns": columns, "weights": block.weights}
        case Table():
            sides = block.right or (False,) * len(block.rows[0])
            return {"kind": kind, "headers": block.headers, "rows": block.rows, "right": sides, "rest": rest_of(block)}
        case _:
            return {"kind": kind, **asdict(block, dict_factory=_plain)}


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else "" if value is None else value for name, value in pairs
    }
