"""What the page Funnel says in words: its findings, what it leaves out, and how its pictures are read.

Pure but for `young` and `at_last`, which read `data`.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.formats import FEW, count, count_of, day, duration, percent
from dashboards.filters import Filters

BECAME = {"worked": "still worked on", "neglected": "neglected", "ended": "ended"}
"""What became of leads that stopped at a step."""

PARTS = (
    "Neglected: still open, with nothing planned or what was due passed (see Leakage). Ended: disqualified, lost or "
    "closed without a next step."
)
"""What the parts of a bar are."""


def title(steps: pl.DataFrame) -> str:
    """Return where most leads are lost."""
    lost = steps.sort("ended", descending=True, maintain_order=True).row(0, named=True)
    if not lost["ended"]:
        return "Nobody is lost yet"
    labels = [label.lower() for label in steps["label"]]
    here = labels.index(lost["label"].lower())
    where = f"between {labels[here]} and {labels[here + 1]}" if here + 1 < len(labels) else f"after {labels[here]}"
    more = f", {count(lost['neglected'])} more are neglected" if lost["neglected"] else ""
    return f"Most are lost {where}: {count_of(lost['ended'], 'leads')} ended there{more}"


def alt(steps: pl.DataFrame) -> str:
    """Return the steps with their numbers, for who cannot see them."""
    rows = steps.to_dicts()
    reached = ", ".join(f"{row['label'].lower()} {count(row['reached'])}" for row in rows)
    return f"Funnel: {reached}. {title(steps)}."


def young(where: Filters) -> str:
    """Return how many leads are too young to be judged, and what became of the older ones."""
    until, leads = data.mature_until("customer_rate", where), data.immature("customer_rate", where)
    if not until or not leads:
        return PARTS
    old = data.metric("customer_rate", (), data.mature("customer_rate", where)).row(0, named=True)
    judged = (
        f"Of the {count(old['of'])} older ones {percent(old['value'])} were won."
        if old["of"]
        else "None of them is old enough yet."
    )
    return (
        f"{PARTS} Of these leads {count(leads)} came after {day(until)} and had less than the time in which nine of "
        f"ten wins come: a young lead is not a bad one. {judged}"
    )


def at_last(where: Filters) -> str:
    """Return how long the whole way took those who were won; nothing where nobody was."""
    days = data.metric("median_days_to_win", (), where)["value"].max()
    return "" if days is None else f"half of them within {duration(float(days) * 24 * 60)} of their creation"  # type: ignore[arg-type]


def of_months(months: pl.DataFrame, label: str, written: Callable[[float | None], str]) -> str:
    """Return the last month that is over with its two comparisons."""
    done = months.filter("is_done").drop_nulls("value").tail(1)
    if not done.height:
        return f"{label} by month; no month is over."
    row = done.row(0, named=True)
    goal = "" if row["target"] is None else f", target {written(row['target'])}"
    return (
        f"{label} by month: {written(row['value'])} in {row['month']:%b %Y}, "
        f"{written(row['last_year'])} a year before{goal}."
    )


def growth_title(months: pl.DataFrame, asked: Metric, written: Callable[[float | None], str]) -> str:
    """Return the sum over the months against the year before and the target; for what does not add up the question."""
    sums = {name: float(months[name].sum()) for name in ("value", "last_year", "target")}
    if not asked.adds_up or months["last_year"].null_count() or not sums["last_year"]:
        return f"{asked.label} by month, against the year before and target"
    words = (
        f"{asked.label}: {written(sums['value'])}, {_against(sums['value'], sums['last_year'])} than the year before"
    )
    if months["target"].null_count() or not sums["target"]:
        return words
    return f"{words}, {percent(sums['value'] / sums['target'], 0)} of target"


def _against(now: float, then: float) -> str:
    return f"{percent(abs(now / then - 1), 0)} {'more' if now >= then else 'less'}"


def beside_months(months: pl.DataFrame, asked: Metric) -> str:
    """Return how the picture of months is read."""
    words = []
    if months["last_year"].null_count() < months.height:
        words.append("Dashed: the same days of the year before.")
    if months["target"].null_count() < months.height:
        words.append("Stepped: the target.")
    else:
        words.append("No target is set for these months and filters (targets.csv).")
    if not months["is_done"].all():
        young_too = ", or leads too young to be judged" if asked.grows_with_time else ""
        words.append(f"Hollow: only a part of the month{young_too}.")
    if asked.unit == "rate" and (months["n"] < FEW).any():
        words.append(f"No point: fewer than {FEW} to judge by.")
    return " ".join(words)


def stops(steps: pl.DataFrame) -> dict[str, str]:
    """Return where leads may stop, in words, by the name in the URL.

    The words hold no numbers: the browser knows what is chosen by its words, which must not change with a filter.
    """
    return {
        f"{row['step']}-{name}": f"{row['label']}, {words}"
        for row in steps.to_dicts()
        if row["step"] != "won"
        for name, words in BECAME.items()
    }
