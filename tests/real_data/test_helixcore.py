"""A synthetic seller with bots: every row of the files arrives, and a bot's answer is no person's.

Expected figures are counted here from the files with the standard library, never by the models.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from .conftest import one

# A written message, a call and a meeting try to reach the lead; a task or a note does not.
ATTEMPTS = {"call", "email", "whatsapp", "meeting"}


def rows(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "helixcore_sales_bi" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_leads_activities_stage_changes_and_deals_all_arrive(
    side_by_side: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    mine = "source_system = 'helixcore'"
    assert one(side_by_side, f"select count(*) from fct_leads where {mine}") == len(rows(shared_data, "leads.csv"))
    # call_logs.csv describes the same 12,594 calls once more (lead, time and rep agree one to one).
    activities = one(side_by_side, f"select count(*) from fct_activities where {mine}")
    assert activities == len(rows(shared_data, "sales_activities.csv")) == 30160
    changes = one(side_by_side, f"select sum(status_changes) from fct_lead_statuses where {mine}")
    assert changes == len(rows(shared_data, "funnel_stage_history.csv")) == 26436
    assert one(side_by_side, f"select count(*) from fct_opportunities where {mine}") == len(
        rows(shared_data, "deals.csv")
    )


def test_first_contact_is_a_persons_and_never_a_bots(
    side_by_side: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    created = {row["lead_id"]: row["created_at"] for row in rows(shared_data, "leads.csv")}
    first: dict[str, str] = {}
    for row in rows(shared_data, "sales_activities.csv"):
        lead, at = row["lead_id"], row["activity_at"]
        human = row["activity_source"] == "human" and row["activity_type"] in ATTEMPTS
        if human and at[:10] >= created[lead] and at < first.get(lead, "9999"):
            first[lead] = at
    got = side_by_side.cursor().execute(
        "select lead_id, strftime(first_contacted_at, '%Y-%m-%d %H:%M:%S') from fct_leads "
        "where source_system = 'helixcore' and is_contacted"
    )
    assert dict(got.fetchall()) == first
    assert len(first) == 4980


def test_leads_created_on_a_day_without_a_time_have_no_minutes(side_by_side: duckdb.DuckDBPyConnection) -> None:
    assert (
        one(
            side_by_side,
            "select count(*) from fct_leads where source_system = 'helixcore' and response_minutes is not null",
        )
        == 0
    )


def test_deals_keep_their_outcome_and_reason(side_by_side: duckdb.DuckDBPyConnection) -> None:
    figures = one(
        side_by_side,
        "select count(*) filter (where is_won), count(*) filter (where is_lost), "
        "count(*) filter (where lost_reason_raw = 'Chose competitor') from fct_opportunities "
        "where source_system = 'helixcore'",
    )
    assert figures == (303, 390, 64)
