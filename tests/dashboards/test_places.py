"""Where the rows of a key stand: at each place of a table that has it, whatever else shares its short form."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dashboards import data, places, timeline
from dashboards.places import KEYS, places_of
from dashboards.published import current_path
from dashboards.sql import fetch
from dashboards.timeline import TIMELINES


@pytest.mark.parametrize(("table", "column"), KEYS)
def test_every_row_of_a_key_is_at_one_of_its_places(warehouse: Path, table: str, column: str) -> None:
    path = current_path()
    sql = f"select {column} as key, list(rowid order by rowid) as places from {table} where {column} is not null"
    found = fetch(path, f"{sql} group by all order by len(places) desc, key limit 50", {})
    assert found.height == min(50, fetch(path, f"select count(distinct {column}) as n from {table}", {}).item())
    for key, rows in found.iter_rows():
        assert places_of(path, table, column, key) == tuple(rows)


def test_what_no_row_has_is_nowhere(warehouse: Path) -> None:
    path = current_path()
    assert places_of(path, "fct_activities", "person_key", None) == ()
    assert places_of(path, "fct_leads", "lead_key", "nothing") == ()


def test_what_is_read_ahead_is_what_opening_a_lead_looks_through(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through = set()

    def noted(path: Path, table: str, column: str, key: str | None) -> tuple[int, ...]:
        looked_through.add((table, column))
        return places_of(path, table, column, key)

    monkeypatch.setattr(timeline, "places_of", noted)
    won = data.records("customer_rate", ("lead_key",), part="hits", most=1)["lead_key"][0]
    for question in TIMELINES:
        data.answer(current_path(), question, won)
    assert looked_through == set(KEYS)


def test_a_version_is_read_ahead_once_and_answers_alike(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = current_path(), []
    places._read.cache_clear()
    places.read_ahead.cache_clear()
    asked = places.fetch
    monkeypatch.setattr(places, "fetch", lambda *what: (read.append(what[1]), asked(*what))[1])
    for _ in range(3):
        places.read_ahead(path)
    for thread in [each for each in threading.enumerate() if each.name == "places of keys"]:
        thread.join()
    assert len(read) == len(set(read)) == len(KEYS)
    lead = fetch(path, "select lead_key from fct_leads where rowid = 7", {}).item()
    assert places_of(path, "fct_leads", "lead_key", lead) == (7,)
    assert len(read) == len(KEYS) + 1
