"""What is told of a metric: its definition, its value, the rows in and out of it, and the files that they came from.

Reads dim_metrics, the published facts and meta_lineage through the dashboards' data layer, so that the value is the one
that the pages show. Grain: one explanation per metric, period and filters. Writes nothing.
"""

from __future__ import annotations

from dashboards.catalogue import Metric
from dashboards.filters import Filters
from dashboards.maturity import judged
from dashboards.queries import QUESTIONS
from dashboards.sql import catalogue_of, under_one_model
from leadhouse.explaining.explanation import Explanation, Fact, Line, Section, Value
from leadhouse.explaining.metric_rows import IN, OF_LEADS, RECORDS, TIMED, MetricRows
from leadhouse.explaining.version import Version

OWNERS = "The page on reps keeps people: add --where owner_type=user --where owner_is_automated=false."
"""What the pages leave out of metrics over stays."""

REASONS = {
    "deleted": "Deleted in the system, or absent from an export declared complete.",
    "merged": "Merged into another record, which counts instead.",
    "absent_survivor": "Merged into a record that no export holds.",
    "cycle": "Its chain of merges runs in a circle.",
    "no_creation_time": "No creation time that can be read.",
    "created_after_as_of": "Created after the time of the data.",
    "invitee_copy": "An invitee's copy of a meeting.",
    "recurrence_master": "The pattern of a series.",
    "no_time": "Done, and nothing says when.",
    "test": "Marked as a test by the definitions in test_leads.",
    "duplicate": "Came while an earlier lead of the same person was open.",
    "never_real": "Its lost reason says that it was never real.",
    "no_date": "It has no {date} that a period could hold.",
    "outside_period": "Its {date} is outside the period.",
    "not_mature": "Too young to be judged.",
    "no_limit": "Its source has no response limit.",
    "pending": "Not contacted, and not yet due.",
    "closed_untouched": "Closed before it was due, without an attempt.",
    "not_measurable": "Outside what the activity export covers.",
    "no_age": "When it happened is not known or before the clock started, or its system never says when.",
    "known_by_day": "Only the day of the contact or of the creation is known.",
}
"""Why a row is left out of a metric, by reason."""


def explain_metric(version: Version, name: str, where: Filters, part: str | None = None) -> Explanation:
    """Explain a metric under some filters.

    Args:
        part: which records are listed: measured, hits, left_out or all; None: none.
    """
    asked = catalogue_of(version.path).metric(name)
    where = under_one_model(catalogue_of(version.path), asked, judged(version.path, name, where))
    rows = MetricRows(version.path, asked, where)
    sections = [_definition(asked), _value(version, asked, where), *_rows(rows), _files(rows)]
    if part:
        sections.append(_records(rows, part))
    return Explanation("metric", name, version.name, tuple(sections))


def _definition(asked: Metric) -> Section:
    looked_at = " and ".join(asked.eligibility) or "every row"
    facts = [
        Fact("label", asked.label, asked.description),
        Fact("formula", asked.formula, f"Of {asked.fact}, over rows with {looked_at}."),
        Fact("unit", asked.unit, f"Kind: {asked.measure_type}; better: {asked.direction}."),
        Fact("date_column", asked.date_column, "The date that a period is taken on."),
    ]
    for name in ("numerator_column", "denominator_column", "event_column", "duration_column"):
        if getattr(asked, name):
            facts.append(Fact(name, getattr(asked, name), f"A column of {asked.fact}."))
    return Section("Definition", tuple(facts))


def _value(version: Version, asked: Metric, where: Filters) -> Section:
    found = QUESTIONS["metric"](version.path, asked.metric, (), where).row(0, named=True)
    facts = [Fact("value", found["value"], _spoken(asked, found["value"]))]
    if found.get("low") is not None:
        facts.append(Fact("low", found["low"], "Wilson 95 % interval, from."))
        facts.append(Fact("high", found["high"], "Wilson 95 % interval, to."))
    facts.append(Fact("numerator", found.get("hits"), _numerator(asked)))
    if "of" in found:
        facts.append(Fact("denominator", found["of"], _denominator(asked)))
    facts.append(Fact("n", found["n"], "Rows measured."))
    facts.append(Fact("period", _period(where), f"By {asked.date_column}."))
    for system, day in where.mature_days:
        facts.append(Fact("mature_until", day, f"What began later in {system} is too young to be judged."))
    facts += [Fact(f"filter {field}", " or ".join(kept), "Kept by a filter.") for field, kept in where.values]
    if asked.fact in OF_LEADS:
        facts.append(Fact("owners", "all", OWNERS))
    oldest = version.row("select min(as_of_at) as at from meta_sources")
    facts.append(Fact("as_of_at", oldest["at"] if oldest else None, "Up to which the data tells; the oldest source."))
    return Section("Value", tuple(facts))


def _spoken(asked: Metric, value: Value) -> str:
    if value is None:
        return "Not reached." if asked.measure_type.startswith(TIMED) else "No data."
    return f"{100 * float(value):.2f} %." if asked.unit == "rate" else f"In {asked.unit}."  # type: ignore[arg-type]


def _numerator(asked: Metric) -> str:
    lacking = "not " if asked.measure_type in ("complement", "count_without") else ""
    column = asked.event_column or asked.numerator_column
    return f"Of the rows measured: {lacking}{column}." if column else "The rows measured."


def _denominator(asked: Metric) -> str:
    return f"Of the rows measured: {asked.denominator_column}." if asked.denominator_column else "The rows measured."


def _period(where: Filters) -> str:
    if where.first is None and where.last is None:
        return "all"
    return f"{where.first or 'the beginning'} to {where.last or 'the end'}"


def _rows(rows: MetricRows) -> tuple[Section, Section]:
    """Return how many records there are and are measured, and why the others are not."""
    counts = {row["reason"]: row["records"] for row in rows.counts().iter_rows(named=True)}
    whole, measured = sum(counts.values()), counts.pop(IN, 0)
    what = f"{RECORDS[rows.asked.fact]} records landed" if rows.is_of_records else f"rows of {rows.asked.fact}"
    summed = f"{whole:,} {what} = {measured:,} measured + {whole - measured:,} left out."
    kept = dict(rows.where.values)
    facts = (Fact("all", whole, summed), Fact(IN, measured, "The rows that the value is taken over."))
    left_out = tuple(Fact(reason, records, _left_out(rows.asked, reason, kept)) for reason, records in counts.items())
    return Section("Rows", facts), Section("Left out", left_out)


def _left_out(asked: Metric, reason: str, kept: dict[str, tuple[str, ...]]) -> str:
    """Return why rows are left out, in words."""
    if reason.startswith("filter_"):
        field = reason.removeprefix("filter_")
        return f"Their {field} is not {' or '.join(kept[field])}."
    if reason.startswith("not_") and reason not in REASONS:
        return f"Their {reason.removeprefix('not_')} is false or empty."
    if reason.startswith("no_") and reason not in REASONS:
        return f"Their {reason.removeprefix('no_')} is empty."
    return REASONS.get(reason, f"Their {reason} is true.").format(date=asked.date_column)


def _files(rows: MetricRows) -> Section:
    facts = [
        Fact(
            row["source_file"] or "no file",
            row["measured"],
            f"measured, {row['hits']:,} of them in the numerator, of {row['records']:,} "
            f"{row['source_object'] or 'rows'} (load {row['load_id']}).",
        )
        for row in rows.files().iter_rows(named=True)
    ]
    return Section("Files", tuple(facts))


def _records(rows: MetricRows, part: str) -> Section:
    entity = RECORDS.get(rows.asked.fact, "stay")
    lines = tuple(
        Line(row["key"], entity, "", row["load_id"], row["file"], row["row"], row["reason"], note=_note(row))
        for row in rows.records(part).iter_rows(named=True)
    )
    return Section("Records", (Fact(part, len(lines), "With file and record.", lines),))


def _note(row: dict[str, object]) -> str:
    return "in the numerator" if row["is_hit"] else str(row["reason"])
