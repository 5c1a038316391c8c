"""What an invented export is made of: a seeded chance, ids as Salesforce writes them, odd times, tables of text."""

from __future__ import annotations

import string
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SIGNS = string.ascii_letters + string.digits
FIRST = datetime(2025, 3, 1)
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Europe/Madrid")
# Nights on which clocks change in Berlin, London and New York, in UTC.
CLOCK_CHANGES = (datetime(2025, 3, 9, 7), datetime(2025, 3, 30, 1), datetime(2025, 10, 26, 1), datetime(2025, 11, 2, 6))
# A public holiday in Germany, England or the United States each.
HOLIDAYS = (
    date(2025, 4, 18),
    date(2025, 5, 1),
    date(2025, 8, 25),
    date(2025, 9, 1),
    date(2025, 10, 3),
    date(2025, 11, 27),
)

Record = dict[str, str]


def stamp(at: datetime | None) -> str:
    """A time as the export writes it."""
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""


def date_text(on: date | None) -> str:
    """A date as the weekly export writes it."""
    return f"{on.isoformat()} 00:00:00" if on else ""


def with_checksum(text: str) -> str:
    """The 18-character form of an id."""
    groups = [text[start : start + 5] for start in (0, 5, 10)]
    sums = [sum(1 << place for place, sign in enumerate(group) if sign.isupper()) for group in groups]
    return text + "".join(CHECKSUM[each] for each in sums)


@dataclass
class World:
    """One export in the making."""

    random: Random
    as_of: datetime
    zone: ZoneInfo
    tables: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    used: list[datetime] = field(default_factory=list)
    lists: dict[str, Any] = field(default_factory=dict)

    def new_id(self, prefix: str) -> str:
        """An id that no record has; now and then one that differs from another in letter case only."""
        taken = {each[:15] for each in self.ids[prefix]}
        while True:
            end = "".join(self.random.choices(SIGNS, k=5))
            if taken and self.chance(0.05):
                end = self.random.choice(sorted(taken))[10:].swapcase()
            short = f"{prefix}5e00000{end}"
            if short not in taken:
                self.ids[prefix].append(with_checksum(short))
                return with_checksum(short)

    def chance(self, share: float) -> bool:
        """True in so many of all cases."""
        return self.random.random() < share

    def pick(self, *values: Any) -> Any:
        """One of some values; a value given twice comes twice as often."""
        return self.random.choice(values)

    def reference(self, record: str) -> str:
        """An id as another record writes it: now and then in its short form."""
        return record[:15] if record and self.chance(0.05) else record

    def moment(self, since: datetime, until: datetime | None = None) -> datetime:
        """A time in a span: any second, or one at which something odd is near."""
        until = until or self.as_of
        kind = self.random.random()
        if kind < 0.12 and (known := [at for at in self.used[-400:] if since <= at <= until]):
            return self.random.choice(known)
        if kind < 0.45:
            at = self.odd(since, until)
            if since <= at <= until:
                return self.noted(at)
        return self.noted(
            since + timedelta(seconds=self.random.randint(0, max(0, int((until - since).total_seconds()))))
        )

    def noted(self, at: datetime) -> datetime:
        """A time, kept so that others can fall on it."""
        self.used.append(at)
        return at

    def odd(self, since: datetime, until: datetime) -> datetime:
        """Near a change of the clocks, on a holiday, at an opening or closing hour, at midnight somewhere."""
        if self.chance(0.25):
            return self.pick(*CLOCK_CHANGES) + timedelta(minutes=self.random.randint(-180, 180))
        days = max(0, (until.date() - since.date()).days)
        on = since.date() + timedelta(days=self.random.randint(0, days))
        if self.chance(0.3):
            on = self.pick(*HOLIDAYS)
        hour = self.pick(time(9), time(17), time(0), time(23, 59, 59), time(12), time(16, 59, 59), time(8, 59, 59))
        zone = ZoneInfo(self.pick(*ZONES, "UTC", str(self.zone)))
        return datetime.combine(on, hour, zone).astimezone(UTC).replace(tzinfo=None)

    def after(self, at: datetime) -> datetime:
        """A time soon after another: the same second, exactly at a limit, one over, minutes, days or weeks later."""
        exact = self.pick(0, 0, 1, 300, 301, 600, 1800, 3600, 3601, 7200, 14400, 86400, 86401, 604800, 2592000)
        some = self.pick(self.random.randint(1, 7200), self.random.randint(1, 200000), self.random.randint(1, 3000000))
        return min(self.as_of, at + timedelta(seconds=exact if self.chance(0.3) else some))

    def local_day(self, at: datetime) -> date:
        """The day of a time in the reporting zone."""
        return at.replace(tzinfo=UTC).astimezone(self.zone).date()

    def add(self, table: str, record: Record, created: datetime, changed: datetime | None = None) -> Record:
        """A record with its stamps; now and then an older version of it, with other values, stands beside it."""
        changed = min(self.as_of, max(created, changed or created))
        record |= {"CreatedDate": stamp(created), "LastModifiedDate": stamp(changed), "SystemModstamp": stamp(changed)}
        self.tables[table].append(record)
        return record

    def deleted(self, share: float) -> str:
        """The flag of a deleted record."""
        return "1" if self.chance(share) else "0"
