"""What the values of a column look like, without saying what they are.

Reads a column as text; writes nothing. One Facts per column. Forms, counts and shares only: no value leaves this module
but through `words_of`, which serves columns that hold the words of a list, and never personal ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from loaders.proposals.dates import DateCounts, count_dates
from loaders.proposals.forms import commonest
from loaders.proposals.numbers import NumberCounts, count_numbers

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
PHONE = r"^[+(]?[0-9][0-9 ()/.+x-]{5,}$"
NOTHING = (
    "null", "(null)", "none", "nil", "nan", "na", "n/a", "n.a.", "#n/a", "-", "--", "---", "?", "select", "select...",
    "please select", "tbc", "tbd", "undefined", "(blank)", "(leer)", "k.a.", "k. a.", "keine angabe", "bitte wählen",
    "non renseigné", "sin datos", "s/d",
)  # fmt: skip
YES_OR_NO = ("1", "0", "true", "false", "yes", "no", "t", "f", "y", "n")
MOST_WORDS = 40
LONGEST_WORD = 60


@dataclass(frozen=True)
class Facts:
    """One column of a sheet.

    Attributes:
        name: how its header is understood: without a prefix that most headers share.
        values: trimmed; null where nothing is there.
        empties: texts that mean that nothing is there, with their records.
    """

    name: str
    values: pl.Series
    empties: dict[str, int]

    @cached_property
    def filled(self) -> int:
        return self.values.len() - self.values.null_count()

    @cached_property
    def known(self) -> pl.Series:
        return self.values.drop_nulls()

    @cached_property
    def different(self) -> pl.Series:
        return self.known.unique()

    @property
    def is_unique(self) -> bool:
        """Every record has one, and no two share it."""
        return 0 < self.filled == self.values.len() == self.different.len()

    @cached_property
    def dates(self) -> DateCounts:
        return count_dates(self.known)

    @cached_property
    def numbers(self) -> NumberCounts:
        return count_numbers(self.known)

    @cached_property
    def emails(self) -> float:
        return _share(self.known, EMAIL)

    @cached_property
    def phones(self) -> float:
        return _share(self.known, PHONE)

    @cached_property
    def are_labels(self) -> bool:
        """Few different short texts, none of them an address or a number: the words of a list."""
        kinds = self.different
        if not kinds.len() or kinds.len() > MOST_WORDS or (self.filled > 20 and kinds.len() > self.filled / 2):
            return False
        longest = kinds.str.len_chars().max()
        return isinstance(longest, int) and longest <= LONGEST_WORD and not self.emails and not self.phones

    @cached_property
    def form(self) -> str:
        """How most of the values are written: digits as 9, letters as a and A."""
        if not self.filled:
            return "empty"
        if self.emails > 0.5:
            return "a…@…"
        longest = self.known.str.len_chars().max()
        if isinstance(longest, int) and longest > LONGEST_WORD:
            return f"text of up to {longest:,} characters"
        shapes = (
            self.known.str.replace_all(r"\p{L}+", "a…").str.replace_all(r"[0-9]", "9").str.replace_all("9{5,}", "9…")
        )
        return commonest(shapes)

    def words_of(self) -> dict[str, int]:
        """The words of a column of labels, the commonest first, with their records."""
        counted = self.known.value_counts(sort=True)
        return dict(sorted(counted.rows(), key=lambda row: (-row[1], row[0]))) if self.are_labels else {}


def facts_of(name: str, texts: pl.Series) -> Facts:
    """Look at a column."""
    values = texts.alias(name).str.strip_chars()
    lowered = values.str.to_lowercase()
    is_nothing = lowered.is_in(list(NOTHING))
    empties = values.filter(is_nothing).value_counts(sort=True).rows()
    clean = values.set((values == "") | is_nothing, None)
    return Facts(name, clean, dict(sorted(empties)))


def join(columns: list[Facts], separator: str = " ") -> Facts:
    """Several columns as one, as a mapping joins them: empty ones left out."""
    frame = pl.DataFrame([column.values.alias(str(number)) for number, column in enumerate(columns)])
    joined = frame.select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True)).to_series()
    return Facts(" + ".join(column.name for column in columns), joined.set(joined == "", None), {})


def _share(known: pl.Series, pattern: str) -> float:
    return int(known.str.contains(pattern).sum()) / known.len() if known.len() else 0.0
