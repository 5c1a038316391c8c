"""Random filter sets over every page: each tile against SQL of its own, its records, its groups and its drawn number.

    python -m tests.dashboards.random_filters --sets 300 --seed 0 --warehouse DIR

For every set and every page, each tile is asked for with the set, and again with another period, and must equal what
`recounting.tiles` finds in the published tables: value, n, the records by their keys, the amounts of these added up,
groups added up, and the split of a rate's change. One page per set, each in turn, is also drawn, and its tiles read
from the screen; `--in-turn` keeps to that page.
Prints how much was compared and every difference; exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboards import data
from dashboards.catalogue import MODEL
from dashboards.components.tiles import Tile
from dashboards.filters import NO_VALUE, Filters
from dashboards.published import current_path
from dashboards.ways import without_renewals
from tests.dashboards.drawn_tiles import NotDrawn, drawn, expected_number
from tests.dashboards.recounting.selections import random_selection
from tests.dashboards.recounting.tile_definitions import FIGURES, ROWS
from tests.dashboards.recounting.tiles import Found, Selection, Tables

VIEWS = Path(data.__file__).parent / "views"
FIELDS = {"source": "source_category", "team": "team", "owner": "owner"}
GROUPS = ("source_category", "team", "owner")
SPLIT = ("rate", "complement")


@dataclass
class Report:
    """What was compared, by kind, and every difference."""

    compared: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def same(self, kind: str, said: Any, true: Any, about: str) -> None:
        """Compare two numbers or lists; None equals only None."""
        self.compared[kind] += 1
        if isinstance(true, float) and isinstance(said, int | float):
            equal = said == pytest.approx(true, rel=1e-9, abs=1e-6)
        else:
            equal = said == true
        if not equal:
            short = [f"{len(each)} records" if isinstance(each, list) else each for each in (said, true)]
            self.faults.append(f"{kind}: {short[0]}, should be {short[1]}: {about}")


def tiles_of_pages() -> dict[str, list[Tile]]:
    """The tiles of every page that has some, by the name of its file."""
    modules = {each.stem: importlib.import_module(f"dashboards.views.{each.stem}") for each in VIEWS.glob("[a-z]*.py")}
    return {name: module.TILES for name, module in sorted(modules.items()) if hasattr(module, "TILES")}


def filters_of(selection: Selection) -> Filters:
    """The same selection as the pages say it."""
    first, last = (date.fromisoformat(each) if each else None for each in (selection.first, selection.last))
    where = Filters(first, last)
    for name, asked in FIELDS.items():
        kept = getattr(selection, name)
        where = where.only(asked, *(NO_VALUE if each is None else each for each in kept)) if kept else where
    return where.only(MODEL, selection.model)


def check(count: int, seed: int, in_turn: bool = False) -> Report:
    """Compare `count` random sets on every page of the warehouse that the environment names.

    Args:
        in_turn: each set only on the page that it is drawn on.
    """
    report, chance, tables = Report(), random.Random(seed), Tables(current_path())
    pages = tiles_of_pages()
    for number in range(count):
        drawn_page = list(pages)[number % len(pages)]
        for page, shown in pages.items():
            if in_turn and page != drawn_page:
                continue
            selection = random_selection(tables, FIGURES[shown[0].metric].rows, chance)
            selection = replace(selection, only_reps=page == "reps")
            other = random_selection(tables, FIGURES[shown[0].metric].rows, chance)
            compared = replace(selection, first=other.first, last=other.last)
            for tile in shown:
                check_tile(report, tables, tile, selection)
                check_change(report, tables, tile.metric, selection, compared)
            if page == drawn_page:
                check_screen(report, tables, page, shown, selection)
            report.compared["tiles"] += len(shown)
        report.compared["filter sets"] += 1
    return report


def check_tile(report: Report, tables: Tables, tile: Tile, selection: Selection) -> None:
    """A tile's value and n, its records by key and in sum, and its groups, against the published tables."""
    name, about = tile.metric, f"{tile.metric} {selection}"
    where = _where(name, selection)
    true = tables.figure(name, selection)
    said = data.metric(name, (), where).row(0, named=True)
    report.same("n", said["n"], true.n, about)
    report.same("value", said["value"], true.value, about)
    records = _records(name, where, tile.part)
    keys = true.hit if tile.part == "hits" else true.measured
    report.same("records", records, keys, about)
    _check_sums(report, name, where, true, about)
    for by in (*GROUPS, _month(name)):
        found = data.metric(name, (by,), where)
        report.same("groups in count", int(found["n"].sum()), true.n, f"{by} {about}")
        if not data.definition(name).is_percentile_of_all:
            report.same("groups in sum", float(found["hits"].sum() or 0), float(true.hits or 0), f"{by} {about}")
            report.same("groups in sum", float(found["of"].sum() or 0), float(true.of or 0), f"{by} {about}")


def check_change(report: Report, tables: Tables, name: str, now: Selection, then: Selection) -> None:
    """The figure of the period compared with, and that the split of a rate's change adds up to the change."""
    about = f"{name} {now} against {then.first} - {then.last}"
    true = [tables.figure(name, each) for each in (now, then)]
    report.same(
        "compared value", data.metric(name, (), _where(name, then)).row(0, named=True)["value"], true[1].value, about
    )
    asked = data.definition(name)
    if asked.measure_type not in SPLIT:
        return
    rates = [
        data.metric(name, (), data.mature(name, _where(name, each))).row(0, named=True)["value"] for each in (now, then)
    ]
    if not asked.grows_with_time:
        rates = [each.value for each in true]
    for by in GROUPS:
        moved = data.what_moved(name, by, _where(name, now), _where(name, then))
        change = 0.0 if None in rates else rates[0] - rates[1]
        report.same("split of a change", float(moved["effect"].sum()), change, f"{by} {about}")


def check_screen(report: Report, tables: Tables, page: str, shown: list[Tile], selection: Selection) -> None:
    """The numbers on a page drawn from the same link, and the number of records that each tile offers."""
    report.compared["drawn pages"] += 1
    try:
        found = drawn(page, link_of(selection))
    except NotDrawn as error:
        report.faults.append(f"not drawn: {error}: {page} {selection}")
        return
    if not found:
        about = f"empty page {page} {selection}"
        report.same("drawn empty", sum(tables.figure(tile.metric, selection).n for tile in shown[:1]), 0, about)
        return
    for tile in shown:
        about, true = f"{page} {tile.metric} {selection}", tables.figure(tile.metric, selection)
        number, offered = found[tile.metric]
        if true.value is not None and not (true.value == 0 and not number[:1].isdigit()):
            report.same("drawn number", number, expected_number(tile.metric, true), about)
        else:
            report.same("drawn words", number[:1].isalpha(), True, about)
        keys = true.hit if tile.part == "hits" else true.measured
        report.same("drawn records", offered, len(keys), about)


def _where(name: str, selection: Selection) -> Filters:
    where = data.of_reps(filters_of(selection)) if selection.only_reps else filters_of(selection)
    is_of_credit = FIGURES[name].rows in ("credits", "touches")
    return without_renewals(where, data.definition(name).fact) if is_of_credit else where


def link_of(selection: Selection) -> dict[str, Any]:
    """The link that keeps a selection."""
    period = f"{selection.first}..{selection.last}" if selection.first else "all"
    kept = {name: [NO_VALUE if each is None else each for each in getattr(selection, name)] for name in FIELDS}
    return {"period": period, "model": selection.model} | {name: each for name, each in kept.items() if each}


def _month(name: str) -> str:
    return data.definition(name).date_column.replace("_date", "_month")


def _records(name: str, where: Filters, part: str) -> list[tuple[Any, ...]]:
    fields = tuple(each.strip().removeprefix("f.") for each in ROWS[FIGURES[name].rows].key.split(","))
    return sorted(data.records(name, fields, where, part).select(fields).iter_rows(), key=_nulls_last)


def _nulls_last(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((each is None, each) for each in row)


def _check_sums(report: Report, name: str, where: Filters, true: Found, about: str) -> None:
    """The amounts of the records add up to the sums of the figure."""
    figure = FIGURES[name]
    for part, amount, whole in (("hits", figure.above, true.hits), ("measured", figure.below, true.of)):
        if amount and figure.kind != "median" and not (figure.kind == "sum" and part == "measured"):
            column = amount.removeprefix("f.")
            summed = data.records(name, (column,), where, part)[column].cast(pl.Float64).sum()
            report.same("records in sum", float(summed or 0), float(whole or 0), about)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--in-turn", action="store_true")
    parser.add_argument("--warehouse", required=True)
    arguments = parser.parse_args()
    os.environ["LEADHOUSE_WAREHOUSE"] = arguments.warehouse
    report = check(arguments.sets, arguments.seed, arguments.in_turn)
    for kind, number in report.compared.items():
        print(f"{number:>9,} {kind}")
    print(*report.faults, f"{len(report.faults)} differences", sep="\n")
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    main()
