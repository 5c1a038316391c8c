"""What the page Leakage says under its flow, on classes made by hand and on the page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from dashboards.components import leakage_words
from dashboards.components.formats import SPACE
from dashboards.components.leakage_words import largest
from dashboards.components.plain_text import plain
from dashboards.filters import Filters
from tests.dashboards.test_leakage import DROPPED, NEGLECTED, kept
from tests.dashboards.test_pages import opened, written

FLOW = pl.DataFrame(
    {
        "fate": ["won", "lost", "dropped", "neglected"],
        "leakage_class_label": ["Won", "Opportunity lost", "No *reason*", "Long silent"],
        "leads": [90, 80, 1, 1],
        "expected": [None, None, None, 1200.0],
        "next_step": ["Keep.", "Read.", "Ask the owner.", "Call."],
    }
)


def test_the_largest_class_that_leaked_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leakage_words.data, "currency", lambda: "EUR")
    # Of equal ones the first; larger ones that did not leak are none.
    assert largest(FLOW) == "**Most that leaked: No \\*reason\\*, 1 lead.** Ask the owner\\."
    told = largest(FLOW.filter(pl.col("fate") != "dropped")).replace(SPACE, " ")
    assert told == "**Most that leaked: Long silent, 1 lead, worth 1,200 EUR at most.** Call\\."
    assert not largest(FLOW.head(2))


def test_the_page_names_the_class_that_most_leaked_leads_are_in(version: Path) -> None:
    leaked = Counter(row["leakage_class"] for row in kept(version, Filters()))
    name, number = max(((each, leaked[each]) for each in [*NEGLECTED, *DROPPED]), key=lambda each: each[1])
    assert name == "no_follow_up"
    said = f"**Most that leaked: {plain('Contacted, nothing planned')}, {number:,} leads, worth "
    assert said in written(opened("leakage", period="all"))
