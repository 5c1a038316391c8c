"""A filter that nobody declared is named where the records show it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dashboards.catalogue import Metric
from leadhouse.reconciling.question import Question
from leadhouse.reconciling.selections import reasons_together


def question(numerator: str | None, part: str = "hits") -> Question:
    metric = Metric(
        "some", "Some", "fct_leads", "rate", numerator, None, None, None, "is_counted", "created_date", "leads", "up",
        "", "",
    )  # fmt: skip
    return Question(Path("version"), metric, "salesforce", part=part)


def rows(*values: tuple[int, str]) -> pl.DataFrame:
    """So many leads with each status, all else alike."""
    statuses = [status for n, status in values for _ in range(n)]
    alike = {"is_converted": False, "lead_source_raw": "Web", "country": "DE", "team": "A", "owner_key": "o"}
    return pl.DataFrame({"lead_key": [f"k{n}" for n in range(len(statuses))], "status_raw": statuses}).with_columns(
        **{name: pl.lit(value) for name, value in alike.items()}
    )


def kinds(ours: pl.DataFrame, numerator: str | None, lacking: set[str], part: str = "hits") -> dict[str, str]:
    shared = set(ours["lead_key"]) - lacking
    found = reasons_together(question(numerator, part), ours, lacking, shared)
    return {key: kind.name for key, (kind, _) in found.items()}


def test_three_records_of_which_their_report_has_none_are_filtered() -> None:
    ours = rows((3, "Parked"), (20, "New"))
    assert kinds(ours, None, {"k0", "k1", "k2"}) == dict.fromkeys(("k0", "k1", "k2"), "filter")


def test_two_may_be_chance() -> None:
    assert kinds(rows((2, "Parked"), (20, "New")), None, {"k0", "k1"}) == {}


def test_a_value_of_which_their_report_has_one_record_is_no_filter() -> None:
    assert kinds(rows((4, "Parked"), (20, "New")), None, {"k0", "k1", "k2"}) == {}


@pytest.mark.parametrize(("missing", "explained"), [(1, True), (7, False)])
def test_the_more_records_are_missing_anyway_the_less_a_value_proves(missing: int, explained: bool) -> None:
    ours = rows((4, "Parked"), (16, "New"))
    lacking = {f"k{n}" for n in range(4 + missing)}
    assert bool(kinds(ours, None, lacking)) == explained


def test_one_record_that_moved_on_is_enough_where_a_step_is_counted() -> None:
    ours = rows((1, "Nurturing"), (3, "Qualified"))
    assert kinds(ours, "is_qualified", {"k0"}) == {"k0": "definition"}


def test_below_the_line_of_a_rate_no_step_is_counted() -> None:
    ours = rows((1, "Nurturing"), (3, "Qualified"))
    assert kinds(ours, "is_qualified", {"k0"}, part="measured") == {}


def test_nothing_is_concluded_from_a_report_that_shares_no_record() -> None:
    ours = rows((5, "Nurturing"), (5, "Qualified"))
    assert kinds(ours, "is_qualified", set(ours["lead_key"])) == {}
