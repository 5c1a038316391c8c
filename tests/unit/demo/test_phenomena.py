"""What real exports carry is in the demo's, each found in the exported text by a query of its own."""

import duckdb
import pytest

from tests.unit.demo.reading import named_queries

PHENOMENA = named_queries("phenomena.sql")


@pytest.mark.parametrize("name", PHENOMENA)
def test_the_export_carries(base: duckdb.DuckDBPyConnection, name: str) -> None:
    found = base.execute(PHENOMENA[name]).fetchone()
    assert found is not None
    assert found[0] > 0


@pytest.mark.parametrize("outcome", ["met", "late", "overdue", "pending", "closed_untouched", "not_measurable"])
def test_every_response_outcome_occurs(base: duckdb.DuckDBPyConnection, outcome: str) -> None:
    found = base.execute("select count(*) from true_leads where response_outcome = ?", [outcome]).fetchone()
    assert found is not None
    assert found[0] > 0


def test_some_leads_are_answered_right_at_the_limit(base: duckdb.DuckDBPyConnection) -> None:
    query = """
        select response_outcome, count(*) from true_leads
        where first_contacted_at = response_due_at or first_contacted_at = response_due_at + interval 1 second
            or (first_contacted_at = created_at and response_due_at is not null)
        group by 1 order by 1"""
    assert [row[0] for row in base.execute(query).fetchall()] == ["late", "met"]


def test_faster_response_truly_helps(base: duckdb.DuckDBPyConnection) -> None:
    query = """
        select avg(is_qualified::int) filter (response_minutes <= 120)
            / avg(is_qualified::int) filter (response_minutes > 1440)
        from true_leads where is_counted and source_category in ('web', 'advertising')"""
    ratio = base.execute(query).fetchone()
    assert ratio is not None
    assert ratio[0] > 1.3


def test_sources_and_reps_truly_differ(base: duckdb.DuckDBPyConnection) -> None:
    for column, least in (("source_category", 0.2), ("owner_id", 0.1)):
        query = f"""
            select max(rate) - min(rate) from (
                select {column}, avg(is_qualified::int) as rate from true_leads where is_counted
                group by 1 having count(*) >= 100)"""
        spread = base.execute(query).fetchone()
        assert spread is not None
        assert spread[0] > least
