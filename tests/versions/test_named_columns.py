"""A company's own column for a reason or a competitor, named in leadhouse.toml."""

from __future__ import annotations

from tests.versions.conftest import Ask
from tests.versions.exporting import salesforce_id


def test_the_named_column_is_read_instead_of_the_usual_one(ask: Ask) -> None:
    columns = "lost_reason_raw, lost_reason, is_win_back"
    key = f"salesforce:{salesforce_id('00671')}"
    assert ask(f"select {columns} from fct_opportunities where opportunity_key = '{key}'") == [
        ("Timing", "timing", True)
    ]


def test_a_named_column_that_no_export_has_is_told(ask: Ask) -> None:
    rows = ask("select fault, description from meta_faults where fault like '%column_not_exported'")
    assert rows == [
        (
            "competitor_column_not_exported",
            "leadhouse.toml names the column Beaten_By__c, which no export has; the usual ones are read.",
        )
    ]
