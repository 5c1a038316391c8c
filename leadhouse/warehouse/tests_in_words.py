"""What a row that contradicts a test is, in a sentence, where the test does not say it itself.

Pure: the names of tests, which dbt makes of their kind, table and columns, and the first comment of their SQL.
"""

from __future__ import annotations

import re

KINDS = {
    "relationships": "{column} is one that {other} does not have.",
    "unique_together": "The same combination of {columns} stands in several rows.",
    "unique": "The same {column} stands in several rows.",
    "not_null": "{column} is empty.",
    "accepted_values": "{column} has a value that is not foreseen.",
    "at_least": "{column} is below {minimum}.",
}
"""The kinds of tests that need no SQL of their own, the longer names first, and what a row that fails is."""

REFERENCE = re.compile(r"ref_(?P<other>\w+?)_?$")
COMMENT = re.compile(r"\A\s*((?:--[^\n]*\n)+)")
BEGINNING = re.compile(r"^(?:Fails|Warns) (?:with|per|for) (?:each )?", re.IGNORECASE)


def in_words(name: str, table: str, sql: str = "") -> str:
    """Return what a failing row of a test is; of a test without a known kind what it asserts.

    Args:
        name: as dbt names it: `unique_fct_leads_lead_key`.
        table: that it tests.
        sql: its own, as it was written.
    """
    comment = COMMENT.match(sql)
    if comment and (said := _first_sentence(comment[1])):
        return said
    kind = next((each for each in KINDS if name.startswith(f"{each}_{table}_")), None)
    if kind is None:
        return f"Not so: {name.removeprefix('assert_').replace('_', ' ')}."
    column, _, rest = name.removeprefix(f"{kind}_{table}_").partition("__")
    found = REFERENCE.search(rest)
    columns = [each.strip("_") for each in (column, *rest.split("__")) if each.strip("_") not in ("", "True")]
    words = {"column": column, "columns": " and ".join(columns)}
    words |= {"other": found["other"] if found else "its table", "minimum": rest.replace("_", ".")}
    return KINDS[kind].format(**words)


def _first_sentence(comment: str) -> str:
    """Return the first sentence of a comment that says with what a test fails, without these words; else nothing."""
    text = " ".join(line.lstrip("- ").strip() for line in comment.splitlines())
    said = BEGINNING.sub("", text.partition(". ")[0].rstrip("."))
    return f"{said[0].upper()}{said[1:]}." if said and said != text.partition(". ")[0].rstrip(".") else ""
