"""A load larger than the memory it is given: DuckDB writes to disk meanwhile, and nothing removes that under it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import loaders
from loaders.landing import database as landing

ROWS = 400_000


def test_a_load_larger_than_its_memory_lands_whole(
    pack: Callable[..., Path],
    load: Callable[..., loaders.LoadReport],
    query: Callable[[str], list[tuple]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(landing, "MEMORY", "224MB")
    members = {}
    # Whose ids end in digits only; the check characters of the beginning are E for a capital in third place, else A.
    for name, prefix, checks in (("Lead", "00Q", "EAA"), ("Contact", "003", "AAA"), ("Task", "00T", "EAA")):
        lines = ["Id,CreatedDate,Description"]
        lines += [f"{prefix}{number:012d}{checks},2026-01-05 08:00:00,{number * 7919:060d}" for number in range(ROWS)]
        members[f"{name}.csv"] = "\n".join(lines) + "\n"
    report = load(pack("export.zip", **members))
    assert [file.landed for file in report.files] == [ROWS] * 3
    for table in ("lead", "contact", "task"):
        is_numbered = "Description::hugeint = 7919 * (_source_row - 1)"
        assert query(f"select count(distinct Id), count_if({is_numbered}) from salesforce.{table}") == [(ROWS, ROWS)]
