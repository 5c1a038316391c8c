"""The check characters of a Salesforce id of 18 characters, in Python and in SQL.

Reads and writes nothing. Each of the last three characters tells which of five characters before are capital letters,
so an id that was lower-cased, truncated and padded, or mistyped is recognised.
Source: help.salesforce.com, "Record ID format and uniqueness".
"""

from __future__ import annotations

SALESFORCE = "salesforce"
LENGTH = 18
# How the weekly export writes that a reference leads nowhere.
NOTHING = "000000000000000AAA"
BLOCK = 5
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
# Exports list their records by id, so the first two blocks have few values: worth checking once per value.
HEAD = 2


def is_broken(record_id: str) -> bool:
    """Whether it has the form of a Salesforce id of 18 characters, but not the check characters it should have."""
    if len(record_id) != LENGTH or not (record_id.isascii() and record_id.isalnum()):
        return False
    blocks = (record_id[start : start + BLOCK] for start in range(0, 3 * BLOCK, BLOCK))
    return "".join(map(_check, blocks)) != record_id[3 * BLOCK :]


def head(key: str) -> str:
    """SQL: the part of an id of 18 characters that `is_broken_head` checks; null for any other."""
    return f"case when length({key}) = {LENGTH} then substr({key}, 1, {HEAD * BLOCK}) || substr({key}, 16, {HEAD}) end"


def is_broken_head(head: str) -> str:
    """SQL: whether one of the check characters in what `head` gave is wrong."""
    return " or ".join(_differs(head, block, HEAD * BLOCK + 1 + block) for block in range(HEAD))


def is_broken_tail(key: str) -> str:
    """SQL: whether the last check character of an id of 18 characters is wrong."""
    return f"length({key}) = {LENGTH} and {_differs(key, HEAD, LENGTH)}"


def _check(block: str) -> str:
    return CHECKS[sum(1 << place for place, sign in enumerate(block) if "A" <= sign <= "Z")]


def _differs(text: str, block: int, place: int) -> str:
    capitals = " + ".join(
        f"case when substr({text}, {block * BLOCK + sign + 1}, 1) between 'A' and 'Z' then {1 << sign} else 0 end"
        for sign in range(BLOCK)
    )
    return f"substr({text}, {place}, 1) <> substr('{CHECKS}', 1 + {capitals}, 1)"
