"""How a column writes dates and times: which order its parts can have, counted over all values.

Reads a column as text; writes nothing. Decides nothing that the values do not decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from loaders.proposals.forms import commonest

ISO = r"^[1-9][0-9]{3}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[T ]|$)"
ORDERED = r"^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:,? |$)"
OFFSET = r"[0-9](?:Z|[+-][0-9]{2}:?[0-9]{2})$"
NAMED_MONTH = r"(?i)^(?:[a-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}\.?[ -][\p{L}]{3,9}\.?[ -][0-9]{2,4})"
POINTED = r"^[1-9][0-9]{3}\.[0-9]{1,2}\.[0-9]{1,2}"
EPOCH = r"^1[0-9]{9}(?:[0-9]{3})?$"


@dataclass(frozen=True)
class DateCounts:
    """Values of one column, or of several added up.

    Attributes:
        filled: all of them.
        iso: year first, always understood.
        day_first, month_first: only that order gives a date.
        either: both orders give one, and not the same.
        same: both orders give the same one, such as 05.05.2026.
        neither: three parts that make no date in any order.
        timed: with a time of day; offset: with a distance from UTC.
        foreign: dates in a form that is not understood: months by name, 2026.01.31, seconds since 1970.
        forms: the commonest form of those that are neither year first nor foreign, by order.
    """

    filled: int = 0
    iso: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    same: int = 0
    neither: int = 0
    timed: int = 0
    offset: int = 0
    foreign: int = 0
    forms: tuple[tuple[str, str], ...] = ()

    @property
    def ordered(self) -> int:
        """Dates whose order has to be declared."""
        return self.day_first + self.month_first + self.either + self.same

    @property
    def dates(self) -> int:
        return self.iso + self.ordered

    @property
    def share(self) -> float:
        """Of the values, those that are dates in a form that is understood."""
        return self.dates / self.filled if self.filled else 0.0

    def __add__(self, other: DateCounts) -> DateCounts:
        names = [name for name in self.__dataclass_fields__ if name != "forms"]
        forms = dict(other.forms) | dict(self.forms)
        return DateCounts(
            **{name: getattr(self, name) + getattr(other, name) for name in names}, forms=tuple(forms.items())
        )


def count_dates(known: pl.Series) -> DateCounts:
    """Count the forms of a column's values.

    Args:
        known: trimmed texts without nulls.
    """
    frame = pl.DataFrame({"text": known})
    parts = frame.select(
        pl.col("text"),
        pl.col("text").str.extract(ORDERED, 1).cast(pl.Int32).alias("first"),
        pl.col("text").str.extract(ORDERED, 2).cast(pl.Int32).alias("second"),
        (pl.col("text").str.contains(ISO)).alias("iso"),
        (pl.col("text").str.contains(f"{NAMED_MONTH}|{POINTED}|{EPOCH}")).alias("foreign"),
    )
    is_day, is_month = pl.col("first").is_between(1, 31), pl.col("first").is_between(1, 12)
    dmy = is_day & pl.col("second").is_between(1, 12)
    mdy = is_month & pl.col("second").is_between(1, 31)
    same = dmy & mdy & (pl.col("first") == pl.col("second"))
    orders = {
        "day_first": dmy & ~mdy, "month_first": mdy & ~dmy, "either": dmy & mdy & ~same, "same": same,
        "neither": pl.col("first").is_not_null() & ~dmy & ~mdy,
    }  # fmt: skip
    dated = parts.with_columns(**orders)
    is_date = pl.col("iso") | pl.col("first").is_not_null()
    counts = dated.select(
        "iso", "foreign", *orders,
        timed=is_date & pl.col("text").str.contains(":"),
        offset=is_date & pl.col("text").str.contains(OFFSET),
    ).fill_null(False).sum()  # fmt: skip
    return DateCounts(filled=known.len(), **counts.row(0, named=True), forms=_forms(dated))


def _forms(dated: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    forms = []
    for order in ("day_first", "month_first", "either"):
        shapes = dated.filter(pl.col(order))["text"].str.replace_all("[0-9]", "9").str.replace_all("[AaPp][Mm]", "PM")
        if shapes.len():
            forms.append((order, commonest(shapes)))
    return tuple(forms)
