"""The truth agrees with itself, and with what a few hand-made queries find in the export."""

import duckdb
import pytest

from tests.unit.demo.reading import named_queries

CONTRADICTIONS = named_queries("contradictions.sql")


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_the_truth_holds_that(base: duckdb.DuckDBPyConnection, name: str) -> None:
    assert base.execute(CONTRADICTIONS[name]).fetchone() == (0,)


def test_amounts_in_euro_worked_out_in_decimal(base: duckdb.DuckDBPyConnection, company) -> None:  # type: ignore[no-untyped-def]
    rates = company.definitions_dir / "currency_rates.csv"
    query = f"""
        with rates as (
            select currency, valid_from::date as since, rate::decimal(18, 6) as rate,
                lead(valid_from::date, 1, date '2099-01-01') over (partition by currency order by valid_from) as until
            from read_csv('{rates}', all_varchar = true))
        select count(*), count(*) filter (o.amount <> round(o.amount_original * r.rate, 2))
        from true_opportunities o join rates r on o.currency = r.currency
            and case when o.is_closed then o.close_date else date '2026-11-20' end >= r.since
            and case when o.is_closed then o.close_date else date '2026-11-20' end < r.until
        where o.amount_original is not null"""
    converted, wrong = base.execute(query).fetchone() or (0, 0)
    assert converted > 300
    assert wrong == 0
