"""The check characters of a Salesforce id of 18 characters, in Python and in SQL.

Reads and writes nothing. Each of the last three characters tells which of five characters before are capital letters,
so an id that was lower-cased, truncated and padded, or mistyped is recognised.
Source: the public form of the longer id, one base-32 digit for each five characters, its bits their capitals.
"""

from __future__ import annotations

SALESFORCE = "salesforce"
# How the weekly export writes that a reference leads nowhere.
NOTHING = "000000000000000AAA"
LENGTH = 18
BLOCKS = 3
BLOCK = 5
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
HEAD = 10


def is_id(text: str) -> bool:
    """Whether it has the form of a Salesforce id of 18 characters."""
    return len(text) == LENGTH and text.isascii() and text.isalnum()


def is_broken(text: str) -> bool:
    """Whether it has the form of such an id, but not the check characters that it should have."""
    blocks = (text[start : start + BLOCK] for start in range(0, BLOCKS * BLOCK, BLOCK))
    return is_id(text) and "".join(map(_check, blocks)) != text[BLOCKS * BLOCK :]


def like(record_id: str) -> str | None:
    """A regular expression: ids that begin with the same ten characters and whose check characters are right.

    The ids of one export differ in their last five characters at most, as a rule. One such pattern costs a fifth of
    computing the check characters in SQL. None where the id is none to go by.
    """
    if not is_id(record_id) or is_broken(record_id) or record_id.startswith(NOTHING[:HEAD]):
        return None
    checks = record_id[BLOCKS * BLOCK : -1]
    tails = (
        "".join("[A-Z]" if number >> place & 1 else "[a-z0-9]" for place in range(BLOCK)) + checks + check
        for number, check in enumerate(CHECKS)
    )
    return f"{record_id[:HEAD]}(?:{'|'.join(tails)})"


def differs(key: str) -> str:
    """SQL: whether a text of 18 characters lacks the check characters of an id."""
    return " or ".join(
        f"substr({key}, {BLOCKS * BLOCK + block + 1}, 1) <> substr('{CHECKS}', 1 + {_capitals(key, block)}, 1)"
        for block in range(BLOCKS)
    )


def _check(block: str) -> str:
    return CHECKS[sum(1 << place for place, sign in enumerate(block) if "A" <= sign <= "Z")]


def _capitals(key: str, block: int) -> str:
    return " + ".join(
        f"case when substr({key}, {block * BLOCK + place + 1}, 1) between 'A' and 'Z' then {1 << place} else 0 end"
        for place in range(BLOCK)
    )
