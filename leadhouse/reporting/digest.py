"""The digest of a week as a document: headlines, why they moved, who is overdue, targets missed, tests that warn.

Reads dashboards/digest.py and puts its figures into the pages' words. Refuses filters and values that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dashboards import data
from dashboards import digest as week
from dashboards.catalogue import Metric
from dashboards.components.fields import FIELDS
from dashboards.components.formats import change, count, count_of, in_unit, points, rate
from dashboards.components.goal_words import target_words
from dashboards.components.page import as_of_line
from dashboards.components.periods import COMPARISONS, PERIODS, compared_days, days_in_words, days_of, words_of
from dashboards.components.record_columns import header_of
from dashboards.components.tiles import NOUNS
from dashboards.filters import Filters
from leadhouse.errors import UsageRefused
from leadhouse.reporting.document import (
    Block,
    Document,
    Mark,
    Paragraph,
    Section,
    Span,
    Subheading,
    Table,
    Tile,
    Tiles,
    words,
)
from leadhouse.reporting.tables import MOST_ROWS, written

USUAL = "7d"
QUARTER = "quarter"
TILES_IN_A_ROW = 4
MOST_MOVERS = 3
MOVERS = {"source_category": "source", "owner": "owner"}
LEADS = ("company", "owner_name", "source_category", "clock_started_at", "response_due_at")
"""What is listed of a lead that is overdue, when names are asked for."""

TIME = {"type_config": {"format": "ddd HH"}}


def digest(address: dict[str, list[str]], with_names: bool) -> Document:
    """Return the digest of a period, a week unless the address names another one."""
    asked = dict(address)
    period = asked.pop("period", [USUAL])[-1]
    compare = asked.pop("compare", ["before"])[-1]
    today = data.as_of().date()
    days = days_of(period, today)
    if days is None or compare not in COMPARISONS:
        listed = ", ".join(COMPARISONS if days else PERIODS)
        raise UsageRefused(f'--filters names "{compare if days else period}", which does not exist. Known: {listed}.')
    where = _kept(asked, Filters(*days))
    earlier = compared_days(period, today, compare)
    before = replace(where, first=earlier[0], last=earlier[1]) if earlier else None
    return Document(
        title="Digest",
        question="What changed, why, and who is overdue?",
        as_of=as_of_line(),
        filters=" · ".join(_filters(period, asked, where, before)),
        blocks=(*_headlines(where, before), *_overdue(where, with_names), *_goals(where, today), *_tests()),
    )


def _kept(asked: dict[str, list[str]], where: Filters) -> Filters:
    """Return the filters with the values that an address keeps, if there are such."""
    for key, values in asked.items():
        if key not in FIELDS or FIELDS[key].facts:
            known = ", ".join(["period", "compare", *(name for name, each in FIELDS.items() if not each.facts)])
            raise UsageRefused(f'--filters names "{key}", which the digest does not know. Known: {known}.')
        offered = _offered(key)
        for value in values:
            if value not in offered:
                raise UsageRefused(
                    f'--filters names the {FIELDS[key].word} "{value}", which this data does not have. It has: '
                    f"{', '.join(offered)}."
                )
        where = where.only(FIELDS[key].field, *values)
    return where


def _offered(key: str) -> dict[str, str]:
    field = FIELDS[key].field
    return {**data.options("fct_opportunities", field), **data.options("fct_leads", field)}


def _filters(period: str, asked: dict[str, list[str]], where: Filters, before: Filters | None) -> Iterator[str]:
    named = words_of(period, data.as_of().date())
    days = days_in_words(where.first, where.last) if where.first and where.last else named
    yield f"Period: {named}" + (f", {days}" if days != named else "")
    if before and before.first and before.last:
        yield f"Compared with: {days_in_words(before.first, before.last)}"
    for key, values in asked.items():
        yield f"{FIELDS[key].word.capitalize()}: {', '.join(_offered(key)[value] for value in values)}"


def _headlines(where: Filters, before: Filters | None) -> Iterator[Block]:
    """The figures of the period, and what moved each of them."""
    figures = week.headlines(where, before)
    tiles = [_tile(figure, where, before) for figure in figures]
    for start in range(0, len(tiles), TILES_IN_A_ROW):
        yield Tiles(tuple(tiles[start : start + TILES_IN_A_ROW]))
    if before is None:
        return
    yield Section("why")
    said = [each for figure in figures if (each := _why(figure, where, before))]
    yield from said or [Paragraph(words("Nothing changed.", "quiet"))]


def _tile(figure: week.Figure, where: Filters, before: Filters | None) -> Tile:
    asked, now, then, currency = figure.asked, figure.now, figure.before, data.currency()
    value = now["value"]
    said = rate(value, now["hits"], now["of"]) if asked.is_share else in_unit(value, asked, currency)
    missing = None if value else data.absence(asked.metric, where)
    target = target_words(asked.metric, where)
    notes = [*([target] if target else []), count_of(now["n"], NOUNS[asked.fact])]
    moved = None
    if before and then and then["n"]:
        moved = change(value, then["value"], asked, currency)
        absent = data.absence(asked.metric, before) if then["value"] is None else None
        notes.insert(0, f"vs {absent or in_unit(then['value'], asked, currency)}")
    mark = _mark(asked, value, then["value"]) if then and moved else None
    return Tile(asked.label, missing or said, moved or "", mark, tuple(notes))


def _mark(asked: Metric, now: float, before: float) -> Mark | None:
    if asked.rise_is is None or now == before:
        return None
    return "good" if (now > before) == (asked.rise_is == "good") else "bad"


def _why(figure: week.Figure, where: Filters, before: Filters) -> Paragraph | None:
    """Return what moved a figure, in a sentence per group; None where its change is none or cannot be split."""
    asked, currency = figure.asked, data.currency()
    now, then = figure.now["value"], figure.before["value"] if figure.before else None
    if now is None or then is None or now == then:
        return None
    said = []
    for by, word in MOVERS.items():
        found = week.movers(asked, by, where, before)
        if not found.height:
            return None
        if by == week.GROUPS[0] and "mix_effect" in found.columns:
            mix, rates = float(found["mix_effect"].sum()), float(found["rate_effect"].sum())
            said.append(f"{points(rates)} within {word}s, {points(mix)} by their mix")
        said.append(f"by {word}: " + ", ".join(_movers(found, asked, word, currency)))
    chance = " (may be chance)" if figure.may_be_chance else ""
    start = Span(f"{asked.label} {change(now, then, asked, currency)}{chance}: ", frozenset({"bold"}))
    return Paragraph((start, Span("; ".join(said) + ".")), "bullet")


def _movers(found: pl.DataFrame, asked: Metric, word: str, currency: str) -> Iterator[str]:
    for row in found.head(MOST_MOVERS).to_dicts():
        yield f"{row['group'] or f'no {word}'} {change(row['effect'], 0, asked, currency)}"


def _overdue(where: Filters, with_names: bool) -> Iterator[Block]:
    """Who has leads that wait longer than they may: counts per owner, the leads only where names are asked for."""
    owners = week.overdue(where)
    total = int(owners["value"].sum())
    yield Section("who")
    yield Subheading(words(f"First answer overdue: {count_of(total, 'leads')}, whenever they were created"))
    if not total:
        yield Paragraph(words(data.absence(week.OVERDUE, where.of_all_time()) or "Nobody waits.", "quiet"))
        return
    rows = [(each["owner_label"] or "No owner", count(each["value"])) for each in owners.to_dicts()]
    yield Table(("Owner", "Overdue"), tuple(rows[:MOST_ROWS]), (False, True), len(rows))
    if not with_names:
        return
    found = week.overdue_leads(where, LEADS)
    columns = [f"{name}_label" if f"{name}_label" in found.columns else name for name in LEADS]
    listed = tuple(
        tuple(written(value, TIME, "-") for value in row) for row in found.select(columns).head(MOST_ROWS).rows()
    )
    yield Subheading(words("The longest overdue"))
    yield Table(tuple(header_of(name) for name in LEADS), listed, (False,) * len(LEADS), found.height)


def _goals(where: Filters, today: object) -> Iterator[Block]:
    """The targets of the quarter so far that are missed, and which cannot be judged yet."""
    first, last = days_of(QUARTER, today) or (None, None)  # type: ignore[arg-type]
    found = week.goals(replace(where, first=first, last=last))
    if not found:
        return
    days = days_in_words(first, last) if first and last else ""
    missed = [goal for goal in found if goal.is_missed]
    young = [goal.asked.label for goal in found if goal.is_young]
    judged = len(found) - len(young)
    yield Section("targets")
    yield Subheading(words(f"Missed this quarter so far ({days}): {len(missed)} of {judged} targets"))
    currency = data.currency()
    rows = tuple(
        (
            goal.asked.label,
            in_unit(goal.value, goal.asked, currency),
            in_unit(goal.target, goal.asked, currency),
            change(goal.value, goal.target, goal.asked, currency) or "",
        )
        for goal in missed
    )
    if rows:
        yield Table(("Metric", "Reached", "Target", "Gap"), rows, (False, True, True, True), len(rows))
    if young:
        yield Paragraph(words(f"Too young to be judged: {', '.join(young)}."), "caption")


def _tests() -> Iterator[Block]:
    """The tests of the build that warn."""
    found = week.warnings()
    total = data.table("meta_tests").height
    yield Section("data")
    if not found.height:
        yield Paragraph(words(f"All {count(total)} tests of the data pass." if total else "Tests not known.", "quiet"))
        return
    yield Subheading(words(f"{count(found.height)} of {count(total)} tests of the data warn"))
    rows = tuple(
        (each["table_name"] or "", each["description"] or each["test_name"], count(each["failures"]))
        for each in found.to_dicts()
    )
    yield Table(("Table", "Test", "Rows"), rows[:MOST_ROWS], (False, False, True), len(rows))
