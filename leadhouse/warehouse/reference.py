"""Working hours and public holidays as tables for the models.

Reads the calendar definitions, the time zone database and the `holidays` package. Writes the schema `reference` of
the working file: calendars (one row per calendar), holidays (calendar and local date), calendar_days (calendar and
UTC day) and calendar_stretches (calendar, stretch and bucket), for the local dates 2000-01-01 to 2040-12-31.
Refuses what calendars.py and working_time.py refuse. The same definitions always give the same rows.

Working seconds up to an instant t of UTC day d:
    seconds_before(d) + sum over n of greatest(0, least(second of day(t), closes_n) - opens_n).
The earliest instant at which working second number `target` is used up: the row of calendar_stretches with
    bucket = floor((target - 1) / 28800) and seconds_before < target <= seconds_after,
    at starts_at + (target - seconds_before) seconds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from leadhouse.warehouse.calendars import FIRST_DATE, LAST_DATE, Calendar, read_calendars
from leadhouse.warehouse.database import open_file
from leadhouse.warehouse.working_time import (
    STRETCHES_PER_DAY,
    Stretches,
    bucketed,
    working_days,
    working_stretches,
)


def write_reference(
    target: duckdb.DuckDBPyConnection | str | Path, definitions: str | Path, reporting_time_zone: str
) -> None:
    """Compute and write all reference tables, replacing those that exist.

    Args:
        target: an open connection, or the path of the working file.
        definitions: folder with the calendar definitions.
        reporting_time_zone: IANA zone of calendars that name none.
    """
    tables = reference_tables(read_calendars(Path(definitions), reporting_time_zone))
    if isinstance(target, duckdb.DuckDBPyConnection):
        _write(target, tables)
        return
    with open_file(Path(target)) as connection:
        _write(connection, tables)


def reference_tables(calendars: list[Calendar]) -> dict[str, pl.DataFrame]:
    """Compute the reference tables, by table name, without writing them."""
    days, stretches = [], []
    for calendar in calendars:
        runs = working_stretches(calendar)
        days.append(_days_frame(calendar, runs))
        stretches.append(_stretches_frame(calendar, runs))
    return {
        "calendars": pl.DataFrame(
            [(calendar.name, calendar.time_zone, calendar.standard_day_seconds) for calendar in calendars],
            schema={"calendar": pl.String, "time_zone": pl.String, "standard_day_seconds": pl.Int64},
            orient="row",
        ),
        "holidays": pl.DataFrame(
            [(calendar.name, day, name) for calendar in calendars for day, name in _covered(calendar)],
            schema={"calendar": pl.String, "holiday_date": pl.Date, "holiday_name": pl.String},
            orient="row",
        ),
        "calendar_days": pl.concat(days),
        "calendar_stretches": pl.concat(stretches),
    }


def _covered(calendar: Calendar) -> list[tuple[date, str]]:
    return sorted((day, name) for day, name in calendar.days_off.items() if FIRST_DATE <= day <= LAST_DATE)


def _days_frame(calendar: Calendar, runs: Stretches) -> pl.DataFrame:
    worked = working_days(calendar, runs)
    columns: dict[str, pl.Series] = {
        "utc_date": pl.Series(worked.days.astype(np.int32)).cast(pl.Date),
        "seconds_before": pl.Series(worked.seconds_before),
    }
    for slot in range(STRETCHES_PER_DAY):
        for name, values in (("opens", worked.opens), ("closes", worked.closes)):
            seconds = pl.Series(values[:, slot].astype(np.int32))
            columns[f"{name}_{slot + 1}"] = seconds.set(seconds < 0, None)
    return pl.DataFrame(columns).select(pl.lit(calendar.name).alias("calendar"), pl.all())


def _stretches_frame(calendar: Calendar, runs: Stretches) -> pl.DataFrame:
    source, bucket = bucketed(runs)
    before, seconds = runs.before[source], (runs.ends - runs.starts)[source]
    return pl.select(
        calendar=pl.lit(calendar.name),
        bucket=pl.Series(bucket),
        seconds_before=pl.Series(before),
        seconds_after=pl.Series(before + seconds),
        starts_at=pl.Series(runs.starts[source] * 1_000_000).cast(pl.Datetime("us")),
    )


def _write(connection: duckdb.DuckDBPyConnection, tables: dict[str, pl.DataFrame]) -> None:
    connection.execute("create schema if not exists reference")
    for name, frame in tables.items():
        connection.register("leadhouse_frame", frame)
        connection.execute(f"create or replace table reference.{name} as select * from leadhouse_frame")
        connection.unregister("leadhouse_frame")
