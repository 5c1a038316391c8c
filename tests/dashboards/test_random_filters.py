"""Random filter sets on the pages in turn: every tile against the published tables, its records and its screen.

All pages with each of 300 sets: `python -m tests.dashboards.random_filters --sets 300 --warehouse DIR`.
"""

from __future__ import annotations

from pathlib import Path

from tests.dashboards.random_filters import check, tiles_of_pages
from tests.dashboards.recounting.tile_definitions import FIGURES

SETS = 30


def test_every_tile_is_the_records_behind_it_in_count_and_in_sum(warehouse: Path) -> None:
    report = check(SETS, seed=20261120, in_turn=True)
    assert report.faults == []
    assert report.compared["filter sets"] == SETS
    assert report.compared["drawn pages"] == SETS
    assert min(report.compared[kind] for kind in ("records in sum", "drawn number", "split of a change")) > SETS


def test_every_tile_of_every_page_has_a_figure_of_its_own_to_be_compared_with() -> None:
    shown = {tile.metric for tiles in tiles_of_pages().values() for tile in tiles}
    assert shown - set(FIGURES) == set()
