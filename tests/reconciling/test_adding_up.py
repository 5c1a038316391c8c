"""Whatever part of the records a report shows, and how often, theirs and the differences make ours."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.sql import catalogue_of
from leadhouse.errors import UsageRefused
from leadhouse.reconciling.asking import Asked, ask
from leadhouse.reconciling.comparing import compare
from leadhouse.reconciling.question import find_metric, is_list
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current
from tests.reconciling.company import Company
from tests.reconciling.reports import plain_csv

METRICS = {"Lead ID": ("leads_created", "qualification_rate"), "Opportunity ID": ("amount_won", "opportunities_lost")}


@pytest.mark.parametrize("header", METRICS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_part_of_the_records_adds_up(company: Company, tmp_path: Path, header: str, data: st.DataObject) -> None:
    known = sorted(company.leads if header == "Lead ID" else company.deals)
    ids = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=60))
    amounts = [data.draw(st.integers(0, 10**7)) for _ in ids]
    metric = data.draw(st.sampled_from(METRICS[header]))
    path = tmp_path / "some.csv"
    plain_csv(
        path, [header, "Amount"], [[each, f"{cents / 100:.2f}"] for each, cents in zip(ids, amounts, strict=True)]
    )
    version = require_current(Warehouse.at(company.warehouse))
    compared = compare(*ask(version, path, Asked(metric)))
    count = compared.theirs[0] + sum(each.count for each in compared.differences)
    amount = compared.theirs[1] + sum((each.amount for each in compared.differences), Decimal(0))
    assert (count, amount) == compared.ours
    assert compared.theirs[0] == len(ids)
    assert compared.theirs[1] == (Decimal(sum(amounts)) / 100 if metric == "amount_won" else 0)
    assert len({each.key for each in compared.differences if each.count == 1}) == compared.ours[0] - compared.matched


@pytest.mark.parametrize("part", ["hits", "measured"])
def test_every_metric_that_is_a_list_can_be_compared(company: Company, tmp_path: Path, part: str) -> None:
    version = require_current(Warehouse.at(company.warehouse))
    for metric in catalogue_of(version).metrics.values():
        if not is_list(metric):
            continue
        header, rows = ("Lead ID", company.leads) if metric.fact == "fct_leads" else ("Opportunity ID", company.deals)
        path = tmp_path / "all.csv"
        plain_csv(path, [header, "Amount"], [[each, "1.00"] for each in list(rows)[::2]])
        compared = compare(*ask(version, path, Asked(metric.metric, part)))
        assert compared.adds_up(), metric.metric


def test_amounts_of_leads_are_refused_as_no_record_of_a_lead_holds_one(company: Company) -> None:
    version = require_current(Warehouse.at(company.warehouse))
    with pytest.raises(UsageRefused, match="lead_amount_lost is no list of leads"):
        find_metric(version, "lead_amount_lost")
