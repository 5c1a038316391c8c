"""Reads export zips and files of named queries; and the size and seed of the company that the tests share."""

import zipfile
from pathlib import Path

LEADS, SEED = 5_000, 11


def members_of(archive: Path) -> dict[str, bytes]:
    """Return the bytes of every member of a zip by its name without the ending."""
    with zipfile.ZipFile(archive) as zipped:
        return {name.removesuffix(".csv"): zipped.read(name) for name in zipped.namelist()}


def named_queries(file_name: str) -> dict[str, str]:
    """Return the queries of a file beside this one by their names."""
    text = (Path(__file__).parent / file_name).read_text(encoding="utf-8")
    blocks = text.split("-- name: ")[1:]
    return {name.strip(): query.strip() for name, _, query in (block.partition("\n") for block in blocks)}
