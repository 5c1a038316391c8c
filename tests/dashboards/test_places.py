"""Where the rows of a key stand: at each place of a table that has it, whatever else shares its short form."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.places import places_of
from dashboards.published import current_path
from dashboards.sql import fetch

KEYS = (
    ("fct_leads", "lead_key"),
    ("fct_leads", "person_key"),
    ("fct_activities", "person_key"),
    ("fct_touchpoints", "person_key"),
    ("fct_opportunity_stages", "opportunity_key"),
)


@pytest.mark.parametrize(("table", "column"), KEYS)
def test_every_row_of_a_key_is_at_one_of_its_places(warehouse: Path, table: str, column: str) -> None:
    path = current_path()
    sql = f"select {column} as key, list(rowid order by rowid) as places from {table} where {column} is not null"
    found = fetch(path, f"{sql} group by all order by len(places) desc, key limit 50", {})
    assert found.height == 50
    for key, places in found.iter_rows():
        assert places_of(path, table, column, key) == tuple(places)


def test_what_no_row_has_is_nowhere(warehouse: Path) -> None:
    path = current_path()
    assert places_of(path, "fct_activities", "person_key", None) == ()
    assert places_of(path, "fct_leads", "lead_key", "nothing") == ()
