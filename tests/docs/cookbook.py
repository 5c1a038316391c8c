"""The cookbook as a test reads it: its questions, each with its SQL and its words, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cookbook.md"
QUESTION = re.compile(r"^## (\d+)\. (.+?)$(.*?)(?=^## |\Z)", re.M | re.S)
SQL = re.compile(r"^```sql\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Question:
    """One question of the cookbook."""

    number: int
    title: str
    sql: str
    words: str


def questions() -> dict[int, Question]:
    """Return the questions by their number; fails where one has not exactly one query."""
    found = {}
    for number, title, body in QUESTION.findall(PAGE.read_text(encoding="utf-8")):
        (sql,) = SQL.findall(body)
        found[int(number)] = Question(int(number), title, sql, SQL.sub("", body))
    return found
