"""What a failing row of a test is, where the test does not say it itself."""

from __future__ import annotations

import pytest

from leadhouse.warehouse.tests_in_words import in_words


@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        (
            "relationships_fct_leads_opportunity_key__opportunity_key__ref_fct_opportunities_",
            "fct_leads",
            "opportunity_key is one that fct_opportunities does not have.",
        ),
        ("unique_fct_leads_lead_key", "fct_leads", "The same lead_key stands in several rows."),
        (
            "unique_together_calendar_hours_calendar__weekday__opens",
            "calendar_hours",
            "The same combination of calendar and weekday and opens stands in several rows.",
        ),
        ("not_null_fct_leads_source_system", "fct_leads", "source_system is empty."),
        ("accepted_values_lead_steps_fate__won__lost", "lead_steps", "fate has a value that is not foreseen."),
        ("at_least_targets_value__0", "targets", "value is below 0."),
        ("assert_credit_sums_to_one", "fct_credit", "Not so: credit sums to one."),
        ("relationships_source_crm_Lead_x", "lead", "Not so: relationships source crm Lead x."),
    ],
)
def test_a_name_tells_what_a_failing_row_is(name: str, table: str, words: str) -> None:
    assert in_words(name, table) == words


def test_the_comment_of_a_test_tells_it_better_than_its_name() -> None:
    sql = "-- Fails with each deal whose credit\n-- does not add up to 1. Rounded.\nselect 1"
    assert in_words("assert_credit_sums_to_one", "deals", sql) == "Deal whose credit does not add up to 1."
    assert in_words("assert_it_is", "deals", "-- A note.\nselect 1") == "Not so: it is."
