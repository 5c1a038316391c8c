"""What the pages show: the only way from a page to a number.

Reads the published version that CURRENT names, through the questions of `queries`. Answers are kept per version,
question and filters, so that a new version is seen at once and no frame is ever part of a key.
Grain: stated by each function. Writes nothing. Refuses: metrics, fields and tables that the version does not have.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboards import maturity
from dashboards.catalogue import Catalogue, Metric
from dashboards.fields import SUBJECTS
from dashboards.filters import Filters
from dashboards.goals import target_of
from dashboards.orders import NEWEST
from dashboards.published import current_path
from dashboards.queries import QUESTIONS
from dashboards.sql import catalogue_of

EVERYTHING = Filters()
NO_REASON = "no_reason_given"
"""The reason of what was lost or disqualified without one."""


def catalogue() -> Catalogue:
    """Return the names that the current version has."""
    return catalogue_of(current_path())


def definition(name: str) -> Metric:
    """Return what dim_metrics says of a metric."""
    return catalogue().metric(name)


@st.cache_data(max_entries=2000, show_spinner=False)
def _kept(path: str, question: str, *asked: Any) -> pl.DataFrame:
    return answer(Path(path), question, *asked)


def ask(question: str, *asked: Any) -> pl.DataFrame:
    """Answer one of `QUESTIONS` from the current version, or return the answer kept from before."""
    return _kept(str(current_path()), question, *asked)


def answer(path: Path, question: str, *asked: Any) -> pl.DataFrame:
    """Answer a question from one version without looking at answers kept."""
    return QUESTIONS[question](path, *asked)


def metric(name: str, by: tuple[str, ...] = (), where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return a metric, one row per group (one row without `by`).

    Returns:
        The `by` columns, `<field>_label` for those with labels; `value` in the metric's unit (null: no data),
        `hits` and `of` (a rate's two sums), `n` rows measured, and `low`, `high`: the Wilson 95 % interval of a share.
        For a percentile of response also `reached`, the share ever answered: with a null value it is "not reached".
    """
    return ask("metric", name, tuple(by), judged(name, where))


def mature_until(name: str, where: Filters = EVERYTHING) -> date | None:
    """Return the last day with rows that are old enough for a rate to be judged; None: no age is known for it."""
    return maturity.mature_until(current_path(), name, where)


def mature(name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young for a rate that grows with time."""
    return maturity.mature(current_path(), name, where)


def judged(name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young, for a metric that never looks at those."""
    return maturity.judged(current_path(), name, where)


def immature(name: str, where: Filters = EVERYTHING) -> int:
    """Return how many rows are left out of a rate because they are too young to be judged."""
    old, all_ages = (int(ask("metric", name, (), each)["n"].sum()) for each in (mature(name, where), where))
    return all_ages - old


def cohorts(name: str, where: Filters = EVERYTHING) -> tuple[pl.DataFrame, date | None]:
    """Return a rate per month of creation with `is_mature`, and the last day of creation whose leads are mature."""
    found, until = metric(name, ("created_month",), where), mature_until(name, where)
    if until is None:
        return found.with_columns(is_mature=pl.lit(True)), None
    old = metric(name, ("created_month",), mature(name, where)).select("created_month", old="n")
    found = found.join(old, on="created_month", how="left", nulls_equal=True, maintain_order="left")
    return found.with_columns(is_mature=pl.col("n") == pl.col("old")).drop("old"), until


def what_moved(name: str, by: str, where: Filters, before: Filters) -> pl.DataFrame:
    """Return a rate's change between two periods, split exactly into the mix and the rates of its groups.

    For a rate that grows with time, rows too young to be judged are left out of both periods; `immature` counts them.

    Returns:
        One row per group, the largest effect first: `by` and its label, `presence` (`both`, `entered`, `left`),
        `hits, of, rate, share` now and `_before`, and `mix_effect`, `rate_effect` and their sum `effect` (0..1). The
        effects of all rows add up to the change. No row where a period has nothing to measure.
    """
    return ask("moved", name, by, mature(name, where), mature(name, before))


def shares(name: str, by: str, where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return a count or sum per group, the largest first, with `share` of the total and `cumulative_share` (0..1)."""
    return ask("shares", name, by, where)


def distribution(name: str, by: str, where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return a metric per group in the order of the definitions, with `share` of all rows measured (0..1)."""
    return metric(name, (by,), where).filter(pl.col("n") > 0).with_columns(share=pl.col("n") / pl.col("n").sum())


def cumulative_incidence(
    by: tuple[str, ...] = (), where: Filters = EVERYTHING, name: str = "median_response_time"
) -> pl.DataFrame:
    """Return the share of leads that had the event of a percentile metric within a time, thinned for drawing.

    By Aalen and Johansen: the by columns, `minutes`, `incidence`, its 95 % band `low`, `high` (0..1), `n`, `at_risk`.
    """
    return ask("curve", name, tuple(by), where)


def records(
    name: str,
    fields: tuple[str, ...],
    where: Filters = EVERYTHING,
    part: str = "measured",
    most: int | None = None,
    order: str = NEWEST,
) -> pl.DataFrame:
    """Return the rows behind a metric; times are in the reporting time zone.

    Args:
        part: `measured`, the rows counted in n, or `hits`, those for which the event happened.
        most: only the first so many; None: all. To count them ask for `number_of_records`.
        order: one of `orders`.
    """
    return ask("records", name, fields, judged(name, where), part, most, order)


def number_of_records(name: str, where: Filters = EVERYTHING, part: str = "measured") -> int:
    """Return how many rows `records` has."""
    return int(ask("number", name, judged(name, where), part)["n"][0])


def of_reps(where: Filters) -> Filters:
    """Return the filters with the owners restricted to reps: people, not queues, partners or automated users."""
    return where.of_reps()


def rates_by_rep(name: str, where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return a rate per rep, the best first by what their leads support: as `metric`, and what it is compared with.

    `expected`: the rate that all reps together have on this rep's mix of sources; `compared`: the share of the rep's
    leads from sources that other reps got too; `evidence`: `above` or `below` what is expected, or `may be chance`.
    """
    reps = judged(name, of_reps(where))
    return ask("owners", name, reps, maturity.everybody(reps))


def side_by_side(names: tuple[str, ...], where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return several rates per rep, in the order of their names: `owner`, `owner_label`, `metric`, `hits, of, value`.

    Each rate counts what its own fact has in the period: leads by creation, stays by receipt, activities by their day.
    """
    kept = ("owner", "owner_label", "metric", "hits", "of", "value")
    found = [metric(name, ("owner",), of_reps(where)).with_columns(metric=pl.lit(name)).select(kept) for name in names]
    return pl.concat(found).sort("owner_label", "owner", maintain_order=True)


def ranking(name: str, by: str, where: Filters = EVERYTHING, most: int | None = None) -> pl.DataFrame:
    """Return a rate per group, the best first by what its observations support: few never stand above many.

    As `metric`, without groups that have nothing to measure; `whole`: the rate over all groups; `evidence`: `above` or
    `below` it, or `may be chance`. At most `most` groups, those with the most rows (`pooling.pooled`: the rest is one).
    """
    return ask("ranking", name, by, judged(name, where), most)


def options(fact: str, field: str) -> dict[str, str]:
    """Return the values of a field that a filter offers, in their order, with their labels."""
    listed = ask("options", fact, field)
    return dict(zip(listed["value"], listed["label"], strict=True))


def table(name: str, systems: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return a table of the data page (`meta_...`), of some source systems or all; times in the reporting zone."""
    return ask("table", name, systems)


def as_of() -> datetime:
    """Return the day and time of the data in the reporting zone: the oldest over the sources."""
    return table("meta_sources")["as_of_at"].min()  # type: ignore[return-value]


def currency() -> str:
    """Return the reporting currency."""
    return str(table("meta_sources")["reporting_currency"].min())


def target(name: str, where: Filters = EVERYTHING) -> float | None:
    """Return what was to be reached in the period, in the metric's unit; None: no target was set for all of it."""
    return target_of(ask("targets", name), definition(name), where, as_of().date())


def annotations(first: date | None = None, last: date | None = None) -> pl.DataFrame:
    """Return the dated events of some days, both ends included: `annotated_date`, `annotation`."""
    return ask("annotations", first, last)


def absence(name: str, where: Filters) -> str | None:
    """Return why a metric is empty (`not exported`, `not measurable`, `not reached`, `no data`); None: a true 0."""
    asked = definition(name)
    subject = "opportunities" if asked.needs_opportunities else SUBJECTS[asked.fact]
    exported = table("meta_coverage").filter(pl.col("subject") == subject)["is_exported"]
    if len(exported) and not exported.any():
        return "not exported"
    if asked.needs_activities and not metric("sla_met_rate", (), where)["n"][0] and unmeasurable(where):
        return "not measurable"
    if asked.measure_type in ("count", "count_without"):
        return None
    row = metric(name, (), where).row(0, named=True)
    if row["n"]:
        missing = "not reached" if asked.is_percentile_of_all else "no data"
        return missing if row["value"] is None else None
    if asked.is_of_mature and immature(name, where):
        return "not mature"
    if "cost" in (asked.numerator_column, asked.denominator_column):
        return "no cost known"
    return "not measurable" if row.get("left_out") and not asked.needs_activities else "no data"


def unmeasurable(where: Filters) -> int:
    """Return how many counted leads lie outside what the activity export covers."""
    return int(metric("leads_created", (), where.only("response_outcome", "not_measurable"))["n"].sum())


def emptied_by(name: str, where: Filters) -> list[str]:
    """Return the filters (fields, or `period`) each of which alone leaves the metric without rows."""
    period = {"period": where.of_all_time()} if where.first or where.last else {}
    trials = {field: where.without(field) for field, _ in where.values} | period
    return [field for field, trial in trials.items() if metric(name, (), trial)["n"].sum() > 0]
