"""Why a record is not landed: one rule for each reason.

Reads records of one text for one part; writes nothing. The same rules hold on both ways into a raw table: the fast
reader's rows are sifted by `suspicious`, in SQL, which may suspect a good record; then the exact reader judges with
`Judge`.
"""

from __future__ import annotations

from collections.abc import Sequence

from loaders.formats.text import TextFile
from loaders.gate import checksums, footers
from loaders.landing.sql import literal, quoted
from loaders.sources.parts import REJECT_ID, Part, Value

TOO_FEW = "too few fields"
TOO_MANY = "too many fields"
NO_ID = "record id missing"
BROKEN_ID = "record id fails its checksum"
HEADER_AGAIN = "the header again"
OTHER_HEADER = "another header"
# Which key the exact reader has to look at, beside the header's own: one with space around it, or one that begins like
# a footer or a total.
_BLANK = r"[\s\x0b\x1c-\x1f\x85\p{Z}]"
ODD_KEY = rf"(?i)^{_BLANK}|{_BLANK}$|^{footers.FOOTER}|^{footers.TOTALS}$"


class Judge:
    """Judges the records of one text.

    Args:
        part: what is to be landed of it.
    """

    def __init__(self, text: TextFile, part: Part) -> None:
        self.header, self.width = text.header, len(text.header)
        self.part = part
        self.is_salesforce = part.table.id_form == checksums.SALESFORCE
        key = _label(part)
        self.key_places = [text.header.index(column) for column in key.columns] if key else []
        self.separator = key.separator if key else ""
        self.key_name = self.separator.join(key.columns) if key else ""
        self.where = [_Condition(text, column, texts) for column, texts in part.where.items()]
        self.is_below_records = False

    def rule(self, record: Sequence[str]) -> str | None:
        """The rule that a record breaks; None if it is to be landed or left out."""
        is_whole = len(record) == self.width
        key = self._key(record) if is_whole else ""
        if key and key == self.key_name:
            again = self._header_again(record)
            if again:
                return again
        kind = footers.kind(record, key or record[0].strip(), has_label=bool(key))
        if kind == footers.REPORT_FOOTER:
            self.is_below_records = True
        if kind or (self.is_below_records and len(record) < self.width):
            return kind or footers.REPORT_FOOTER
        if not is_whole:
            return TOO_FEW if len(record) < self.width else TOO_MANY
        return self._broken_key(key) if self.keeps(record) else None

    def keeps(self, record: Sequence[str]) -> bool:
        """Whether the mapping's `where` lets a record in."""
        fits = [condition.fits(record) for condition in self.where]
        return all(fits)

    def unmet(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The columns of `where` and, of each, the texts that no record so far had."""
        return tuple((each.column, tuple(sorted(each.unmet.values()))) for each in self.where if each.unmet)

    def _header_again(self, record: Sequence[str]) -> str | None:
        """Whether a record is a header, as stands where two files were put together; theirs may differ."""
        cells = tuple(cell.strip() for cell in record)
        if cells == self.header:
            return HEADER_AGAIN
        known = sum(cell in self.header for cell in cells)
        return OTHER_HEADER if known > max(1, self.width / 2) else None

    def _broken_key(self, key: str) -> str | None:
        if not self.part.key_columns:
            return None
        if not key or (self.is_salesforce and key == checksums.NOTHING):
            return NO_ID
        return BROKEN_ID if self.is_salesforce and checksums.is_broken(key) else None

    def _key(self, record: Sequence[str]) -> str:
        cells = (record[place].strip() for place in self.key_places)
        return self.separator.join(cell for cell in cells if cell not in ("", *self.part.empty))


class _Condition:
    """What `where` asks of one column. Texts are compared in any case, as value maps do; ids of rejects exactly."""

    def __init__(self, text: TextFile, column: str, texts: frozenset[str]) -> None:
        self.column, self.place = column, text.header.index(column)
        self.is_exact = column == REJECT_ID
        self.texts = {self._compared(each): each for each in texts}
        self.unmet = dict(self.texts)

    def fits(self, record: Sequence[str]) -> bool:
        found = self._compared(record[self.place].strip())
        self.unmet.pop(found, None)
        return found in self.texts

    def _compared(self, text: str) -> str:
        return text if self.is_exact else text.lower()


def suspicious(table: str, part: Part, last: int, sample: str | None) -> str:
    """A query: how many of the rows after row `last` of a raw table the exact reader should see.

    Those are rows whose keys are missing or odd, or ids that fail their checksum.

    Args:
        sample: the key of one of the rows.
    """
    label = _label(part)
    tests = ["false"]  # where there is neither a key nor a column to go by
    if label:
        tests.append(_is_odd(quoted(label.target), label.separator.join(label.columns), part, sample or ""))
    if part.key_columns:
        tests.append(f"{quoted(part.table.key)} is null")
    return f"select coalesce(count_if({' or '.join(tests)}), 0) from {table} where rowid > {last}"


def _is_odd(key: str, name: str, part: Part, sample: str) -> str:
    is_odd = f"({key} = {literal(name)} or regexp_matches({key}, {literal(ODD_KEY)}))"
    if part.table.id_form != checksums.SALESFORCE or not part.key_columns:
        return is_odd
    pattern = checksums.like(sample)
    usual = f"when regexp_full_match({key}, {literal(pattern)}) then false " if pattern else ""
    is_broken = f"{checksums.differs(key)} or {key} = {literal(checksums.NOTHING)}"
    return f"case {usual}when length({key}) = {checksums.LENGTH} then {is_broken} else {is_odd} end"


def _label(part: Part) -> Value | None:
    """The raw column by which a line that is no record shows itself: the key, else the first one."""
    filled = [value for value in part.values if value.columns]
    keys = [value for value in filled if value.target == part.table.key]
    return next(iter([*keys, *filled]), None)
