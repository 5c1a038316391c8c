"""What the data page says of the months that the exports cover."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from dashboards.components.coverage import MONTHS, absences, by_month, by_object, gaps, in_words


def covered(*rows: tuple[str, str, str, date | None, int]) -> pl.DataFrame:
    """Rows of meta_coverage: source, object, subject, month, records."""
    made = [
        {
            "source_system": source,
            "object_name": name,
            "subject": subject,
            "is_exported": True,
            "is_gap": month is not None and not records,
            "period_month": month,
            "rows": records,
            "effect": None,
            "first_record_at": datetime(month.year, month.month, 3) if month and records else None,
            "last_record_at": datetime(month.year, month.month, 9) if month and records else None,
        }
        for source, name, subject, month, records in rows
    ]
    types = {
        "period_month": pl.Date,
        "effect": pl.String,
        "first_record_at": pl.Datetime,
        "last_record_at": pl.Datetime,
    }
    return pl.DataFrame(made, schema_overrides=types)


TASKS = [
    ("crm", "Task", "activities", date(2026, 1, 1), 10),
    ("crm", "Task", "activities", date(2026, 2, 1), 0),
    ("crm", "Task", "activities", date(2026, 3, 1), 5),
    ("crm", "Task", "activities", None, 2),
]
CAMPAIGNS = [("crm", "Campaign", "campaigns", date(2026, month, 1), month % 2) for month in (1, 2, 3)]


LANDED = pl.DataFrame({"source_system": ["crm"], "object_name": ["Task"], "landed": [20]})


def test_an_object_has_the_records_of_all_its_months_and_of_none() -> None:
    row = by_object(covered(*TASKS), LANDED).row(0, named=True)
    # 10 + 0 + 5 and 2 without a time; 20 rows landed.
    assert (row["rows"], row["unused"]) == (17, 3)
    assert (row["exported"], row["months_without"]) == ("yes", "Feb 2026")
    assert (row["first_record_at"], row["last_record_at"]) == (datetime(2026, 1, 3), datetime(2026, 3, 9))


def test_months_without_records_are_a_fault_only_of_what_comes_every_month() -> None:
    groups = [("crm", "Group", "users", date(2024, 1, 1), 5)]
    leads = [("crm", "Lead", "leads", date(2026, month, 1), 4) for month in (1, 2)]
    mails = covered(("crm", "EmailMessage", "email_messages", None, 0)).with_columns(is_exported=False)
    found = by_object(pl.concat([covered(*CAMPAIGNS, *groups, *leads), mails]), LANDED)
    assert dict(found.select("object_name", "months_without").iter_rows()) == {
        "EmailMessage": "not exported",
        "Campaign": "1: nothing created",
        "Group": "all created in one month",
        "Lead": "none",
    }
    assert found["exported"].to_list() == ["no", "yes", "yes", "yes"]


def test_a_month_is_as_dark_as_it_is_full_for_its_object() -> None:
    assert by_month(covered(*TASKS))["share"].to_list() == [1.0, 0.0, 0.5]


def test_missing_months_are_told_in_words_where_something_comes_every_month() -> None:
    assert gaps(covered(*TASKS, *CAMPAIGNS)) == ["**Task** (crm): nothing in Feb 2026."]


def test_only_what_comes_every_month_is_missed() -> None:
    found = by_month(covered(*TASKS, *CAMPAIGNS)).filter("is_missing")
    assert found["object"].to_list() == ["Task"]


def test_what_several_sources_lack_is_said_once() -> None:
    lacking = [
        {"source_system": source, "object_name": "quotes", "effect": "Not exported: nothing is quoted."}
        for source in ("crm", "hub")
    ]
    assert absences(pl.DataFrame(lacking)) == ["**quotes** (crm, hub): Not exported: nothing is quoted."]


def test_who_cannot_see_the_picture_is_told_what_it_shows() -> None:
    words = in_words(by_month(covered(*TASKS)))
    assert words == "Records by object and month, Jan 2026 to Mar 2026; months missing between others: 1."
    assert in_words(by_month(covered(TASKS[3]))) == "No record has a time."


def test_the_picture_ends_with_the_newest_month_and_several_sources_are_named() -> None:
    old = ("hub", "deals", "opportunities", date(2020, 1, 1), 1)
    new = ("hub", "deals", "opportunities", date(2026, 3, 1), 1)
    found = by_month(covered(*TASKS, old, new))
    assert found["period_month"].min() == date(2026, 1, 1)
    assert set(found["object"]) == {"Task · crm", "deals · hub"}
    assert MONTHS == 36
