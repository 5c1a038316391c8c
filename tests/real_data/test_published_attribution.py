"""The nine paths of tests/attributing, and their figures, are those of the file in which they were published."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.attributing.test_nine_paths import BY_HAND, MARKOV, PATHS

COLUMNS = {"first": "first_touch", "last": "last_touch", "linear": "linear", "position": "position_40_20_40"}


def test_paths_and_figures_are_those_published(shared_data: Path) -> None:
    given = _rows(shared_data / "oracles" / "attribution_nine_paths.csv")
    assert [(row["path"], row["conversions"], row["value"]) for row in given] == [(path, "1", "3") for path in PATHS]
    published = {row["channel"]: row for row in _rows(shared_data / "oracles" / "attribution_nine_paths_expected.csv")}
    for model, column in COLUMNS.items():
        assert {channel: float(row[column]) for channel, row in published.items()} == BY_HAND[model]
    assert {channel: float(row["markov_order1"]) for channel, row in published.items()} == MARKOV


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
