"""A fictitious hardware seller's spreadsheet CRM: its totals as published beside the data."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from .conftest import one

WON = "source_system = 'maven' and is_won"


def test_every_deal_is_a_row(side_by_side: duckdb.DuckDBPyConnection) -> None:
    counts = one(
        side_by_side,
        "select count(*), count(*) filter (where is_won), count(*) filter (where is_lost) "
        "from fct_opportunities where source_system = 'maven'",
    )
    assert counts == (8800, 4238, 2473)


def test_won_value_is_the_files_to_the_cent(side_by_side: duckdb.DuckDBPyConnection) -> None:
    assert one(side_by_side, f"select sum(amount) from fct_opportunities where {WON}") == Decimal("10005534.00")


def test_a_managers_teams_add_up(side_by_side: duckdb.DuckDBPyConnection) -> None:
    won = one(
        side_by_side,
        f"select sum(o.amount) from fct_opportunities o join dim_users u on u.user_key = o.owner_key "
        f"where o.{WON.replace('is_won', 'o.is_won')} and u.manager_name = 'Melvin Marxen'",
    )
    assert won == Decimal("2251930.00")


def test_one_reps_wins_losses_and_value(side_by_side: duckdb.DuckDBPyConnection) -> None:
    figures = one(
        side_by_side,
        "select count(*) filter (where o.is_won), count(*) filter (where o.is_lost), "
        "sum(o.amount) filter (where o.is_won) from fct_opportunities o "
        "join dim_users u on u.user_key = o.owner_key where u.user_name = 'Darcel Schlecht'",
    )
    assert figures == (349, 204, Decimal("1153214.00"))


def test_reps_without_a_deal_and_deals_without_an_account_or_date_stay(
    side_by_side: duckdb.DuckDBPyConnection,
) -> None:
    idle = one(
        side_by_side,
        "select count(*) from dim_users u where u.source_system = 'maven' and u.manager_name is not null "
        "and not exists (select 1 from fct_opportunities o where o.owner_key = u.user_key)",
    )
    bare = one(
        side_by_side,
        "select count(*) filter (where account_key is null), count(*) filter (where created_at is null) "
        "from fct_opportunities where source_system = 'maven'",
    )
    assert idle == 5
    assert bare == (1425, 500)


def test_an_open_deal_has_no_amount_rather_than_minus_one(side_by_side: duckdb.DuckDBPyConnection) -> None:
    amounts = one(
        side_by_side,
        "select count(*), count(amount) from fct_opportunities where source_system = 'maven' and not is_closed",
    )
    assert amounts == (8800 - 4238 - 2473, 0)


def test_one_products_wins_and_losses(side_by_side: duckdb.DuckDBPyConnection) -> None:
    figures = one(
        side_by_side,
        "select count(*) filter (where is_won), count(*) filter (where is_lost) from fct_opportunities "
        "where source_system = 'maven' and name = 'GTX Plus Basic'",
    )
    assert figures == (653, 398)
