"""The two ways in which models use the reference tables, as SQL, for tests of the tables."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from leadhouse.warehouse.reference import write_reference
from leadhouse.warehouse.working_time import BUCKET_SECONDS

WORKED_UNTIL = """
    days.seconds_before
    + coalesce(greatest(0, least({second}, days.closes_1) - days.opens_1), 0)
    + coalesce(greatest(0, least({second}, days.closes_2) - days.opens_2), 0)
    + coalesce(greatest(0, least({second}, days.closes_3) - days.opens_3), 0)
    + coalesce(greatest(0, least({second}, days.closes_4) - days.opens_4), 0)
"""
SECOND = "date_diff('second', cast(cast(happened_at as date) as timestamp), happened_at)"


class WorkingHours:
    """The reference tables of one set of definitions, asked about the calendar `default`."""

    def __init__(self, definitions: Path, reporting_time_zone: str = "UTC") -> None:
        self.connection = duckdb.connect()
        write_reference(self.connection, definitions, reporting_time_zone)

    def worked_until(self, instants: list[datetime]) -> list[int]:
        """Working seconds before each naive UTC instant."""
        frame = pl.DataFrame({"n": range(len(instants)), "happened_at": instants})
        self.connection.register("instants", frame)
        worked = WORKED_UNTIL.format(second=SECOND)
        rows = self.connection.execute(
            f"select {worked} from instants join reference.calendar_days as days "
            "on days.utc_date = cast(happened_at as date) and days.calendar = 'default' order by n"
        ).fetchall()
        assert len(rows) == len(instants)
        return [row[0] for row in rows]

    def between(self, start: datetime, end: datetime) -> int:
        """Working seconds from one naive UTC instant to another."""
        before_start, before_end = self.worked_until([start, end])
        return before_end - before_start

    def due(self, starts: list[datetime], seconds: list[int]) -> list[datetime]:
        """The earliest instant at which that many working seconds are used up after each start."""
        targets = [before + limit for before, limit in zip(self.worked_until(starts), seconds, strict=True)]
        self.connection.register("targets", pl.DataFrame({"n": range(len(targets)), "target": targets}))
        rows = self.connection.execute(
            f"""
            select starts_at + to_seconds(target - seconds_before)
            from targets join reference.calendar_stretches as stretches
                on stretches.calendar = 'default' and stretches.bucket = (target - 1) // {BUCKET_SECONDS}
                and seconds_before < target and target <= seconds_after
            order by n
            """
        ).fetchall()
        assert len(rows) == len(targets), "each target lies in exactly one stretch"
        return [row[0] for row in rows]
