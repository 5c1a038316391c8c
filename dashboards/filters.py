"""What a page is filtered to: a period and the values kept per field.

Pure: no SQL, no Streamlit. A `Filters` is hashable, so that results can be kept by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Filters:
    """The rows that are kept.

    Attributes:
        first: first day of the period, on the metric's own date; None: from the beginning.
        last: last day of the period, inclusive; None: to the end.
        values: per field the values kept, as text; `NO_VALUE` keeps the rows without one.
        mature_days: per source system the last day whose rows have had time enough; rows without a day are kept.
            Empty: all have.
    """

    first: date | None = None
    last: date | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mature_days: tuple[tuple[str, date], ...] = ()

    def only(self, field: str, *kept: str) -> Filters:
        """Return these filters with one more field restricted to the values given."""
        return replace(self.without(field), values=(*self.without(field).values, (field, kept)))

    def without(self, field: str) -> Filters:
        """Return these filters without the one on a field."""
        return replace(self, values=tuple(pair for pair in self.values if pair[0] != field))

    def of_reps(self) -> Filters:
        """Return these filters with the owners restricted to reps: people, not queues, partners or automated users."""
        return self.only("owner_type", "user").only("owner_is_automated", "false")

    def only_mature(self, days: tuple[tuple[str, date], ...]) -> Filters:
        """Return these filters without the rows of later days than those of their source systems."""
        return replace(self, mature_days=days)

    def of_all_time(self) -> Filters:
        """Return these filters without a period."""
        return replace(self, first=None, last=None)

    def kept(self, field: str) -> tuple[str, ...]:
        """Return the values kept of a field; empty: all."""
        return dict(self.values).get(field, ())


NO_VALUE = "none"
"""How rows without a value of a field are named in filters and in the URL."""
