"""The figures of tiles once more, in SQL of their own over the published tables, by the words of the definitions.

Nothing here is taken from the code that the pages ask. Reads one published version. Grain: one `Found` per figure and
selection. A figure that is not listed here is refused, so that no new tile goes unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from .tile_definitions import FIGURES, ROWS, Figure

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Selection:
    """What a visitor keeps: days (inclusive), and per filter the values, of which None is "without a value"."""

    first: str | None = None
    last: str | None = None
    source: tuple[str | None, ...] = ()
    team: tuple[str | None, ...] = ()
    owner: tuple[str | None, ...] = ()
    model: str = "linear"
    only_reps: bool = False


@dataclass(frozen=True)
class Found:
    """A figure: rows measured, those hit, the two sums (numbers of rows or amounts), the value and the records."""

    n: int
    hits: float | None
    of: float | None
    value: float | None
    measured: list[Key]
    hit: list[Key]


class Tables:
    """One published version, opened by itself and read only."""

    def __init__(self, published: Path) -> None:
        """Open a version."""
        self.connection = duckdb.connect(str(published), read_only=True)
        self.connection.execute("set TimeZone = 'UTC'")
        self._ages: dict[tuple[str, tuple[str | None, ...], bool], float | None] = {}

    def rows(self, sql: str, **values: Any) -> list[Key]:
        """The rows of one query."""
        return self.connection.execute(sql, values).fetchall()

    def figure(self, name: str, selection: Selection, only_mature: bool = False) -> Found:
        """A figure under a selection, with the keys of its records; of rows old enough to be judged, where asked."""
        figure = FIGURES[name]
        where, values = self._where(figure, selection)
        if figure.only_mature or only_mature:
            where += f" and {self._is_mature(name, figure, selection)}"
        rows = ROWS[figure.rows]
        above, below = figure.above or "null", figure.below or "null"
        found = self.rows(
            f"""select {rows.key}, ({figure.hit}) is true as hit, cast({above} as double), cast({below} as double)
                from {rows.tables} where {where} and ({figure.measured}) order by all""",
            **values,
        )
        width = rows.key.count(",") + 1
        hit = [row for row in found if row[width]]
        keys, hit_keys = ([row[:width] for row in part] for part in (found, hit))
        if figure.times and figure.times.share:
            value = self._percentile(figure, where, values)
            return Found(len(found), len(hit), len(found), value, keys, hit_keys)
        return Found(len(found), *_sums(figure, found, hit, width), keys, hit_keys)

    def values_of(self, rows: str, field: str) -> list[str | None]:
        """The values that a filter can keep, with None where rows lack one."""
        expression = getattr(ROWS[rows], field)
        return [row[0] for row in self.rows(f"select distinct {expression} from {ROWS[rows].tables} order by 1")]

    def today(self) -> str:
        """The day of the data in the reporting zone."""
        sql = """select strftime(min(timezone(reporting_time_zone, timezone('UTC', as_of_at))), '%Y-%m-%d')
            from meta_sources"""
        return str(self.rows(sql)[0][0])

    def _where(self, figure: Figure, selection: Selection) -> tuple[str, dict[str, Any]]:
        rows, clauses, values = ROWS[figure.rows], [figure.kept], dict[str, Any]()
        if selection.first:
            clauses.append(f"{figure.day} between cast($first as date) and cast($last as date)")
            values |= {"first": selection.first, "last": selection.last}
        for field in ("source", "team", "owner"):
            kept = getattr(selection, field)
            if kept:
                named = [each for each in kept if each is not None]
                missing = f" or {getattr(rows, field)} is null" if None in kept else ""
                clauses.append(f"({getattr(rows, field)} in (select unnest($kept_{field}::varchar[])){missing})")
                values[f"kept_{field}"] = named
        if rows.has_models:
            clauses.append("attribution_model = $model")
            values["model"] = selection.model
        if selection.only_reps and rows.is_rep:
            clauses.append(rows.is_rep)
        return " and ".join(f"({each})" for each in clauses), values

    def _is_mature(self, name: str, figure: Figure, selection: Selection) -> str:
        """The condition that a row's whole day is older than the age by which nine tenths of what comes has come."""
        asked = (name, selection.source, selection.only_reps)
        if asked not in self._ages:
            where, values = self._where(figure, Selection(source=selection.source, only_reps=selection.only_reps))
            ages, shares = self._incidence(figure, where, values)
            reached = shares >= 0.9 * shares[-1] - 1e-12 if len(shares) and shares[-1] > 0 else np.array([], dtype=bool)
            self._ages[asked] = float(ages[np.argmax(reached)]) if reached.any() else None
        age = self._ages[asked]
        if age is None:
            return "true"
        as_of = """(select timezone(m.reporting_time_zone, timezone('UTC', m.as_of_at)) from meta_sources as m
            where m.source_system = f.source_system)"""
        return f"coalesce({figure.day} < cast({as_of} - to_microseconds({round(age * 1e6)}) as date), true)"

    def _percentile(self, figure: Figure, where: str, values: dict[str, Any]) -> float | None:
        times = figure.times
        assert times is not None
        assert times.share is not None
        ages, shares = self._incidence(figure, where, values)
        reached = shares >= times.share - 1e-12
        return float(ages[np.argmax(reached)]) / times.unit_seconds if reached.any() else None

    def _incidence(self, figure: Figure, where: str, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """Seconds at which the event happened, and the share that had it by then (Aalen and Johansen)."""
        times = figure.times
        assert times is not None
        ended = f"""case when {times.happened} then {times.happened_at}
            when {times.left} then coalesce({times.left_at}, s.as_of_at) else s.as_of_at end"""
        found = self.connection.execute(
            f"""select epoch_us({ended}) - epoch_us({times.since}) as us, ({times.happened}) is true as event,
                    not ({times.happened}) and ({times.left}) is true as gone
                from {ROWS[figure.rows].tables} inner join meta_sources as s on s.source_system = f.source_system
                where {where} and {times.measured}""",
            values,
        ).fetchnumpy()
        ages, first = np.unique(np.maximum(np.asarray(found["us"], dtype=float), 0) / 1e6, return_inverse=True)
        event = np.bincount(first, np.asarray(found["event"], dtype=float), len(ages))
        gone = np.bincount(first, np.asarray(found["gone"], dtype=float), len(ages))
        all_ends = np.bincount(first, minlength=len(ages))
        at_risk = all_ends[::-1].cumsum()[::-1]
        waiting = np.concatenate([[1.0], np.cumprod(1 - (event + gone) / at_risk)[:-1]]) if len(ages) else event
        return ages, np.cumsum(waiting * event / at_risk) if len(ages) else event


def _sums(
    figure: Figure, found: list[Key], hit: list[Key], width: int
) -> tuple[float | None, float | None, float | None]:
    """What happened, of how much, and the value."""
    above = [row[width + 1] for row in hit] if figure.above else [1] * len(hit)
    below = [row[width + 2] for row in found] if figure.below else [1] * len(found)
    if figure.kind == "median":
        return len(hit), len(found), float(np.median(above)) if above else None
    hits, of = (sum(part) if part else None for part in (above, below))
    if figure.kind == "number":
        return len(hit), len(hit), len(hit)
    if figure.kind == "sum":
        return hits, len(found), hits
    less = (of or 0) if figure.kind == "return" else 0
    return hits or 0, of or 0, ((hits or 0) - less) / of if of else None
