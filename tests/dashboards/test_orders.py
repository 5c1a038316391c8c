"""In which order lists of records stand, against the published rows sorted by plain Python."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboards import data
from dashboards.filters import Filters
from dashboards.orders import ORDERS, order_said
from tests.dashboards.test_data import read


def test_first_answers_due_lately_stand_first(version: Path) -> None:
    listed = data.records("overdue_now", ("response_due_at",), Filters(), order="lately")["response_due_at"]
    assert listed.is_sorted(descending=True)
    assert listed[0] > listed[-1]
    assert data.records("overdue_now", ("response_due_at",), Filters(), most=5, order="lately")[
        "response_due_at"
    ].to_list() == list(listed[:5])


def test_neglected_leads_stand_by_how_long_nobody_did_anything(version: Path) -> None:
    rows = read(version, "fct_leads").filter("is_counted", "is_neglected").to_dicts()
    untouched = sorted(row["last_activity_at"] or row["created_at"] for row in rows)
    found = data.records("leads_neglected", ("lead_key",), Filters(), order="idle")["lead_key"].to_list()
    since = {row["lead_key"]: row["last_activity_at"] or row["created_at"] for row in rows}
    assert [since[key] for key in found] == untouched


def test_deals_to_win_back_stand_by_their_amounts(version: Path) -> None:
    amounts = data.records("deals_to_win_back", ("amount",), Filters(), order="amount")["amount"].to_list()
    known = [each for each in amounts if each is not None]
    assert known == sorted(known, reverse=True)
    assert len(known) > 1
    assert amounts[: len(known)] == known  # those without an amount come last


def test_who_came_back_long_after_stands_before_who_came_back_on_the_same_day(version: Path) -> None:
    found = data.records("rejected_but_right", ("rejected_at", "later_outcome_at"), Filters(), order="apart")
    passed = [back - rejected for rejected, back in found.iter_rows() if back and rejected]
    assert passed == sorted(passed, reverse=True)
    assert passed[0] > passed[-1]


def test_an_owner_has_a_lead_since_the_stay_that_goes_on(version: Path) -> None:
    with duckdb.connect(str(version), read_only=True) as connection:
        stays = connection.execute(
            """select lead_key, timezone(?, timezone('UTC', assigned_at)) from fct_lead_assignments
            where released_at is null""",
            [data.catalogue().zone],
        ).fetchall()
    found = dict(data.records("overdue_now", ("lead_key", "owner_since_at")).iter_rows())
    expected = {key: since for key, since in stays if key in found}
    assert {key: since for key, since in found.items() if since} == {
        key: each for key, each in expected.items() if each
    }
    assert len(expected) > len(found) / 2


@pytest.mark.parametrize("name", [*ORDERS, "newest"])
def test_every_order_is_said(name: str) -> None:
    assert "first" in order_said(name)
