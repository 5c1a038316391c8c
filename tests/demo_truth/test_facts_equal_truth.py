"""Every fact of the demo company equals what its simulation knows happened, row by row, for two seeds.

Reads the published version and `exports/truth/*.parquet`, which the simulation writes from its own state before it is
turned into export rows. Each test reports how many cells differ and the first few, by key.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

# Truth column -> the fact's column or expression, where they are not the same.
LEADS = {
    "owner_id": "replace(owner_key, 'salesforce:', '')",
    "first_owner_id": "replace(first_owner_key, 'salesforce:', '')",
    "opportunity_id": "replace(opportunity_key, 'salesforce:', '')",
    "duplicate_of_lead_id": "replace(duplicate_of_lead_key, 'salesforce:', '')",
}
OPPORTUNITIES = {
    "owner_id": "replace(owner_key, 'salesforce:', '')",
    "account_id": "replace(account_key, 'salesforce:', '')",
    "lead_id": "replace(lead_key, 'salesforce:', '')",
}
# What the truth says beside the facts: which records are in them, and figures tested on their own below.
BESIDE = {"is_in_facts", "temperature_at_start", "first_holder_id", "owner_at_first_response_id", "outcome"}


@pytest.fixture(scope="module", params=["first seed", "second seed"])
def facts(
    request: pytest.FixtureRequest, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published facts with the simulation's truth attached as views truth_*."""
    warehouse = demo_warehouse
    if request.param == "second seed":
        warehouse = tmp_path_factory.mktemp("second_seed") / "warehouse"
        arguments = ["demo", "--leads", "2500", "--seed", "41", "--no-dashboard", "--warehouse", str(warehouse)]
        made = subprocess.run(
            [sys.executable, "-m", "leadhouse", *arguments], capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
    current = (warehouse / "published" / "CURRENT").read_text().strip()
    connection = duckdb.connect()
    connection.execute(f"attach '{warehouse / 'published' / current}' as facts (read_only)")
    for file in sorted((warehouse / "exports" / "truth").glob("*.parquet")):
        connection.execute(f"create view truth_{file.stem} as select * from '{file}'")
    connection.execute("use facts")
    yield connection
    connection.close()


def columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()]


def differences(
    connection: duckdb.DuckDBPyConnection, fact: str, truth: str, keys: list[str], renamed: dict[str, str]
) -> list[str]:
    """What differs between a fact and the truth, rows first; empty if they are equal in every shared column."""
    join = " and ".join(f"fact.{key} = truth.{key}" for key in keys)
    pair = f"{fact} as fact full join {truth} as truth on {join}"
    alone = connection.execute(
        f"select fact.{keys[0]}, truth.{keys[0]} from {pair} where fact.{keys[0]} is null or truth.{keys[0]} is null"
    ).fetchall()
    found = [f"only on one side: {alone[:3]} of {len(alone)}"] if alone else []
    for column in columns(connection, truth):
        if column in BESIDE or column in keys:
            continue
        got = renamed.get(column, f"fact.{column}")
        wrong = connection.execute(
            f"select fact.{keys[0]}, {got} as got, truth.{column} as expected "
            f"from {fact} as fact join {truth} as truth on {join} where {got} is distinct from truth.{column}"
        ).fetchall()
        if wrong:
            found.append(f"{column}: {len(wrong)} differ, such as {wrong[:2]}")
    return found


def test_every_lead_is_as_it_happened(facts: duckdb.DuckDBPyConnection) -> None:
    truth = "(select * from memory.truth_leads where is_in_facts)"
    renamed = {column: f"fact.{sql}".replace("fact.replace(", "replace(fact.") for column, sql in LEADS.items()}
    assert differences(facts, "fct_leads", truth, ["lead_id"], renamed) == []


def test_every_opportunity_is_as_it_happened(facts: duckdb.DuckDBPyConnection) -> None:
    truth = "(select * from memory.truth_opportunities where is_in_facts)"
    renamed = {column: f"fact.{sql}".replace("fact.replace(", "replace(fact.") for column, sql in OPPORTUNITIES.items()}
    assert differences(facts, "fct_opportunities", truth, ["opportunity_id"], renamed) == []


@pytest.mark.parametrize(
    ("fact", "truth", "record"),
    [
        ("fct_opportunity_stages", "truth_opportunity_stages", "opportunity"),
        ("fct_lead_statuses", "truth_lead_statuses", "lead"),
        ("fct_lead_assignments", "truth_lead_assignments", "lead"),
    ],
)
def test_every_stay_is_as_it_happened(facts: duckdb.DuckDBPyConnection, fact: str, truth: str, record: str) -> None:
    stays = f"(select *, replace({record}_key, 'salesforce:', '') as {record}_id from {fact})"
    expected = f"(select * from memory.{truth} where {record}_id in (select {record}_id from fct_"
    expected += "opportunities))" if record == "opportunity" else "leads))"
    renamed = {"owner_id": "replace(fact.owner_key, 'salesforce:', '')"}
    assert differences(facts, stays, expected, [f"{record}_id", "stay_number"], renamed) == []


def test_the_owner_at_the_first_response_is_who_it_was(facts: duckdb.DuckDBPyConnection) -> None:
    """A lead answered only after it was closed is in nobody's stay, and is left out here."""
    wrong = facts.execute(
        """
        select leads.lead_id, stays.owner_key, truth.owner_at_first_response_id
        from fct_leads as leads
        join memory.truth_leads as truth on leads.lead_id = truth.lead_id
        join fct_lead_assignments as stays
            on leads.lead_key = stays.lead_key
            and stays.assigned_at <= leads.first_contacted_at
            and (stays.released_at > leads.first_contacted_at or stays.released_at is null)
        where replace(stays.owner_key, 'salesforce:', '') is distinct from truth.owner_at_first_response_id
        """
    ).fetchall()
    assert wrong == []


def test_every_outcome_is_as_it_happened(facts: duckdb.DuckDBPyConnection) -> None:
    wrong = facts.execute(
        """
        select leads.lead_id, leads.leakage_class, truth.outcome
        from fct_leads as leads
        join memory.truth_leads as truth on leads.lead_id = truth.lead_id
        left join fct_opportunities as opportunities on leads.opportunity_key = opportunities.opportunity_key
        where leads.is_counted
            and case
                when leads.is_won then 'won'
                when opportunities.is_closed then 'lost'
                when leads.has_opportunity then 'open_opportunity'
                when leads.is_converted then 'converted_without_opportunity'
                when leads.is_disqualified then 'disqualified'
                else 'open'
            end is distinct from truth.outcome
        """
    ).fetchall()
    assert wrong == []


def test_the_truth_is_about_something(facts: duckdb.DuckDBPyConnection) -> None:
    """Guards the tests above: empty truth would equal empty facts."""
    counts = facts.execute(
        "select count(*) filter (where is_in_facts), count(response_minutes), count(distinct response_outcome), "
        "count(distinct outcome), count(duplicate_of_lead_id), count(recycled_at) from memory.truth_leads"
    ).fetchone()
    assert counts is not None
    in_facts, answered, response_outcomes, outcomes, duplicates, recycled = counts
    assert in_facts > 1000
    assert answered > 500
    assert response_outcomes >= 5
    assert outcomes == 6
    assert duplicates > 10
    assert recycled > 5
