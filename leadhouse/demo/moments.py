"""Times of the simulation: whole seconds since 1970-01-01 UTC as int64, dates as days since then.

`NEVER` stands for what does not happen. Reads nothing, writes nothing.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

NEVER = np.int64(1 << 40)
MINUTE, HOUR, DAY = 60, 3600, 86400
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def seconds_of(moment: datetime) -> int:
    """Return a moment as seconds since the epoch; one without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp())


def day_number(day: date) -> int:
    """Return a date as days since the epoch."""
    return day.toordinal() - EPOCH_ORDINAL


class LocalDays:
    """Midnights of one time zone, to tell on which local day a moment falls."""

    def __init__(self, time_zone: str, first_day: int, last_day: int) -> None:
        """Args: the zone's IANA name; the first and last day (days since the epoch) that will be asked for."""
        zone = ZoneInfo(time_zone)
        dates = [date.fromordinal(EPOCH_ORDINAL + day) for day in range(first_day, last_day + 1)]
        starts = [seconds_of(datetime(day.year, day.month, day.day, tzinfo=zone)) for day in dates]
        self.first_day = first_day
        self.starts = np.array(starts, dtype=np.int64)

    def day_of(self, moments: np.ndarray) -> np.ndarray:
        """Return the local day (days since the epoch) of each moment."""
        return self.first_day + np.searchsorted(self.starts, moments, side="right") - 1

    def start_of(self, days: np.ndarray) -> np.ndarray:
        """Return the moment at which each local day begins."""
        return self.starts[np.asarray(days) - self.first_day]


def as_times(moments: np.ndarray, name: str = "") -> pl.Series:
    """Return moments as naive UTC datetimes, null where `NEVER`."""
    series = pl.Series(name, np.minimum(moments, NEVER) * 1_000_000)
    return series.set(pl.Series(moments >= NEVER), None).cast(pl.Datetime("us"))


def as_dates(days: np.ndarray, name: str = "") -> pl.Series:
    """Return days since the epoch as dates, null where negative."""
    series = pl.Series(name, days.astype(np.int32))
    return series.set(pl.Series(days < 0), None).cast(pl.Date)
