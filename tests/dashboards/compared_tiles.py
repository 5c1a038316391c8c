"""The figure beside a tile, what it was before or a year ago, against SQL of its own: by calendar and by value.

    python -m tests.dashboards.compared_tiles --sets 100 --seed 0 --warehouse DIR

The days compared with come from the database's own calendar, the values from `recounting.tiles`; both are read off the
page as a visitor sees it. Prints how much was compared and every difference; exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.formats import as_shown, in_unit, points
from dashboards.components.tiles import Tile
from dashboards.published import current_path
from tests.dashboards.drawn_tiles import NotDrawn, drawn_changes
from tests.dashboards.random_filters import Report, link_of, tiles_of_pages
from tests.dashboards.recounting.selections import random_selection
from tests.dashboards.recounting.tile_definitions import FIGURES
from tests.dashboards.recounting.tiles import Selection, Tables

KINDS = ("before", "last_year")
UNITS = {"month": 1, "quarter": 3, "year": 12}
Days = tuple[date, date]


def days_now(period: str, today: date) -> Days:
    """First and last day of a period of the pages."""
    if period.endswith("d"):
        return today - timedelta(days=int(period[:-1]) - 1), today
    if period == "12m":
        return _asked("cast(? as date) - interval 1 year + interval 1 day", today), today
    if period in UNITS:
        return _asked(f"date_trunc('{period}', cast(? as date))", today), today
    if period.startswith("last-"):
        unit = period.removeprefix("last-")
        begun = f"date_trunc('{unit}', cast(? as date))"
        return _asked(f"{begun} - interval {UNITS[unit]} month", today), _asked(f"{begun} - interval 1 day", today)
    first, last = (date.fromisoformat(each) for each in period.split(".."))
    return first, last


def days_compared(period: str, today: date, kind: str) -> Days:
    """The days that a period is held against.

    Days against as many just before; months, quarters and years against what had then gone by of the one before, whole
    ones against whole ones; a year earlier the same days.
    """
    first, last = days_now(period, today)
    unit = UNITS.get(period.removeprefix("last-"), 12 if period == "12m" else 0)
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and not unit:
        unit = _asked("date_diff('month', cast(? as date), cast(? as date)) + 1", first, last)
    back = 12 if kind == "last_year" else unit
    if not back:
        return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    ended = f"cast(? as date) - interval {back} month"
    return _asked(ended, first), _asked(f"last_day({ended})" if is_whole else ended, last)


def _asked(expression: str, *days: date) -> Any:
    row = duckdb.execute(f"select {expression}", list(days)).fetchone()
    assert row
    return row[0].date() if hasattr(row[0], "date") else row[0]


def check(count: int, seed: int) -> Report:
    """Compare `count` random sets of filters and periods, each on one page in turn and for both kinds."""
    report, chance, tables = Report(), random.Random(seed), Tables(current_path())
    pages, today = tiles_of_pages(), date.fromisoformat(tables.today())
    for number in range(count):
        page = list(pages)[number % len(pages)]
        picked = random_selection(tables, FIGURES[pages[page][0].metric].rows, chance)
        own = f"{picked.first}..{picked.last}" if picked.first else "90d"
        period = chance.choice(["7d", "30d", "90d", "12m", *UNITS, "last-month", "last-quarter", own])
        for kind in KINDS:
            shown = [tile for tile in pages[page] if tile.compared]
            _check_page(report, tables, page, shown, picked, (period, kind, today))
        report.compared["filter sets"] += 1
    return report


def _check_page(
    report: Report, tables: Tables, page: str, shown: list[Tile], picked: Selection, asked: tuple[str, str, date]
) -> None:
    """The changes that a page shows under one link."""
    period, kind, today = asked
    at = [_within(replace(picked, only_reps=page == "reps"), days_now(period, today))]
    at.append(_within(at[0], days_compared(period, today, kind)))
    link = {**link_of(at[0]), "period": period, "compare": kind}
    try:
        found = drawn_changes(page, link)
    except NotDrawn as error:
        report.faults.append(f"not drawn: {error}: {page} {link}")
        return
    for tile in shown if found else ():
        about = f"{page} {tile.metric} {link} against {at[1].first} - {at[1].last}"
        now, then = (tables.figure(tile.metric, each) for each in at)
        delta, words = found[tile.metric]
        metric, currency = data.definition(tile.metric), data.currency()
        if _is_of_other_age(metric):
            report.same("no change of other ages", (delta, words), ("", ""), about)
            continue
        old, old_then = (tables.figure(tile.metric, each, FIGURES[tile.metric].times is not None) for each in at)
        if then.n and FIGURES[tile.metric].kind == "rate" and old.n < now.n:
            now, then = old, old_then
            if not now.n:
                then = old
        if not then.n:
            report.same("nothing before", (delta, words), ("", ""), about)
        elif then.value is None:
            report.same("no figure before", delta, "", about)
            report.same("no figure before", bool(re.match(r"[a-z]", words)), True, about)
        else:
            report.same("figure before", words, in_unit(then.value, metric, currency), about)
            report.same("change", delta, "" if now.value is None else _moved(now.value, then.value, metric), about)


def _is_of_other_age(metric: Metric) -> bool:
    """Whether an earlier period has had more time, and no age is known at which that is made up."""
    follows_campaigns = metric.date_column == "started_date" and metric.metric != "campaign_cost"
    return follows_campaigns or metric.metric == "median_days_to_win"


def _within(selection: Selection, days: Days) -> Selection:
    return replace(selection, first=days[0].isoformat(), last=days[1].isoformat())


def _moved(now: float, then: float, metric: Any) -> str:
    """The change between the two figures as they are written."""
    moved = as_shown(now, metric) - as_shown(then, metric)
    if metric.unit == "rate":
        return points(moved)
    return ("+" if moved >= 0 else "-") + in_unit(abs(moved), metric, data.currency())


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--warehouse", required=True)
    arguments = parser.parse_args()
    os.environ["LEADHOUSE_WAREHOUSE"] = arguments.warehouse
    report = check(arguments.sets, arguments.seed)
    for kind, number in report.compared.items():
        print(f"{number:>9,} {kind}")
    print(*report.faults, f"{len(report.faults)} differences", sep="\n")
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    main()
