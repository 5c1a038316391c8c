"""A lead's timeline looks for activities and touches by the lead's person alone: none of a lead is of anybody else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest


@pytest.mark.parametrize("fact", ["fct_activities", "fct_touchpoints"])
def test_what_a_lead_has_is_of_its_person(version: Path, fact: str) -> None:
    sql = f"""
        select count(*), count(*) filter (f.person_key is distinct from l.person_key)
        from {fact} as f inner join fct_leads as l on l.lead_key = f.lead_key
    """
    with duckdb.connect(str(version), read_only=True) as connection:
        rows, of_others = connection.execute(sql).fetchall()[0]
    assert rows > 0
    assert of_others == 0


def test_a_duplicate_is_of_the_person_of_its_lead(version: Path) -> None:
    sql = """
        select count(*), count(*) filter (f.person_key is distinct from l.person_key)
        from fct_leads as f inner join fct_leads as l on l.lead_key = f.duplicate_of_lead_key
    """
    with duckdb.connect(str(version), read_only=True) as connection:
        rows, of_others = connection.execute(sql).fetchall()[0]
    assert rows > 0
    assert of_others == 0
