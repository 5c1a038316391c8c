"""How a column writes numbers: which sign stands before the decimals, counted over all values.

Reads a column as text; writes nothing. Decides nothing that the values do not decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from loaders.proposals.forms import commonest

SIGN, UNIT = r"^[+-]?", r"(?: ?%)?$"
WHOLE = rf"{SIGN}[0-9]+{UNIT}"
EITHER = rf"{SIGN}[1-9][0-9]{{0,2}}[.,][0-9]{{3}}{UNIT}"
SPACED = rf"{SIGN}[0-9]{{1,3}}(?: [0-9]{{3}})+{UNIT}"
MARKED = r"^[^0-9A-Za-z]{0,4}(?:[A-Z]{2,3} ?)?[+-]?[0-9][0-9.,' ]*[0-9]?\s?(?:[A-Za-z]{1,4}|[^\sA-Za-z0-9]{1,2})?$"


def _decimal(sign: str, group: str) -> str:
    """Numbers such as 1,234.56, 12.5, 0.1234 and 1,234,567, which have that sign before their decimals and no other."""
    return (
        rf"{SIGN}(?:[0-9]+[{sign}](?:[0-9]{{1,2}}|[0-9]{{4,}})|0[{sign}][0-9]+|[0-9]{{4,}}[{sign}][0-9]{{3}}"
        rf"|[0-9]{{1,3}}(?:[{group} ][0-9]{{3}})+[{sign}][0-9]+|[0-9]{{1,3}}(?:[{group}][0-9]{{3}}){{2,}}){UNIT}"
    )


POINT, COMMA = _decimal(".", ","), _decimal(",", ".")


@dataclass(frozen=True)
class NumberCounts:
    """Values of one column, or of several added up.

    Attributes:
        whole: no sign to read.
        point, comma: only that decimal sign gives a number.
        either: 1.234 or 1,234, which both signs read, and not as the same number.
        marked: a number with a currency sign, a unit or letters, which is not understood.
        marked_form: the commonest form of those.
    """

    filled: int = 0
    whole: int = 0
    point: int = 0
    comma: int = 0
    either: int = 0
    marked: int = 0
    negative_one: int = 0
    other_negative: int = 0
    marked_form: str = ""

    @property
    def share(self) -> float:
        """Of the values, those that are numbers in a form that is understood."""
        return (self.whole + self.point + self.comma + self.either) / self.filled if self.filled else 0.0

    @property
    def marked_share(self) -> float:
        """Of the values, those that a person reads as numbers."""
        return self.share + (self.marked / self.filled if self.filled else 0.0)

    def __add__(self, other: NumberCounts) -> NumberCounts:
        names = [name for name in self.__dataclass_fields__ if name != "marked_form"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return NumberCounts(**sums, marked_form=self.marked_form or other.marked_form)


def count_numbers(known: pl.Series) -> NumberCounts:
    """Count the forms of a column's values.

    Args:
        known: trimmed texts without nulls.
    """
    text = pl.col("text")
    frame = pl.DataFrame({"text": known}).with_columns(
        whole=text.str.contains(WHOLE) | text.str.contains(SPACED),
        point=text.str.contains(POINT),
        comma=text.str.contains(COMMA),
        either=text.str.contains(EITHER),
        negative_one=text == "-1",
        other_negative=text.str.starts_with("-") & (text != "-1"),
    )
    plain = pl.col("whole") | pl.col("point") | pl.col("comma") | pl.col("either")
    frame = frame.with_columns(marked=~plain & text.str.contains(MARKED))
    sums = frame.select(pl.exclude("text")).sum().row(0, named=True)
    shapes = frame.filter(pl.col("marked"))["text"].str.replace_all(r"\p{L}", "a").str.replace_all("[0-9]", "9")
    form = commonest(shapes)
    return NumberCounts(filled=known.len(), **sums, marked_form=form)
