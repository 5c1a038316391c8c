r"""Lines of a report that are no records: what its tool prints below them, and totals.

Reads and writes nothing. Both are told by the text of the record's id, or of the first column where there is none, and
by the rest of the line: a company that is called Total is a record as long as anything but a number is known of it.
The patterns are written in what Python's re and DuckDB's regular expressions have in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

REPORT_FOOTER = "report footer"
TOTALS_ROW = "totals row"

# What report exports print below their records, alone on its line: who made it, and with which filters. `\x1a` is the
# end-of-file mark of old tools.
FOOTER = (
    r"(?:copyright (?:\(c\)|©|\d)|©|confidential information|report generated|generated (?:by|on|at)\b|"
    r"(?:applied )?filter(?:s|ed by)\b|sorted by\b|as of \d|vertrauliche informationen|erstellt (?:von|am)\b|"
    r"gefiltert nach\b|\x1a$)"
)
# Sums below records or groups of them, perhaps with their number: Total, Grand Totals (12 records), Summe: 12.
TOTALS = (
    r"(?:(?:grand |sub-?|overall )?totals?|total g[eé]n[eé]ral|sum|average|count|gesamt(?:summe|ergebnis|zahl)?|"
    r"insgesamt|(?:zwischen)?summe|teilergebnis|somme|suma|totale|(?:eind)?totaal)"
    r"(?: *:? *(?:\([^)]*\)|[0-9][0-9.,' ]*(?:records|rows)?)?)"
)
_FOOTER = re.compile(FOOTER, re.IGNORECASE)
_TOTALS = re.compile(TOTALS, re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_NUMBER = re.compile(r"[-+(]?(?:(?:[A-Z]{3}|[$€£¥]) ?)?[-+]?\d[\d.,'\s]*(?: ?(?:[$€£¥%]|[A-Z]{3}|[KMB]))?\)?")


def kind(record: Sequence[str], label: str, has_label: bool) -> str | None:
    """Which of both a record is; None if it may be a true one.

    Args:
        label: text of the record's id, or of its first column where that is empty.
        has_label: the label is the record's id, and the record has as many fields as the header.
    """
    if _FOOTER.match(label):
        return REPORT_FOOTER if sum(map(_is_filled, record)) == 1 else None
    if _TOTALS.fullmatch(label):
        others = [cell.strip() for cell in record if _is_filled(cell)]
        if label in others:
            others.remove(label)
        return TOTALS_ROW if not has_label or all(map(_is_number, others)) else None
    return None


def _is_filled(cell: str) -> bool:
    return bool(cell.strip())


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _DATE.fullmatch(cell)
