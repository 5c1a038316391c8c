"""Why deals are lost: what has no reason apart, each competitor then and now, what stands under the numbers."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, losing
from dashboards.components.bar_rows import WEAK, bar_rows
from dashboards.components.cohorts import whole_months
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, money, percent
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, tile_said, written

NEVER_REAL = ("duplicate", "entered_in_error", "test")
NOW, BEFORE = Filters(date(2025, 11, 21), date(2026, 11, 20)), Filters(date(2024, 11, 21), date(2025, 11, 20))


def lost(version: Path, where: Filters = NOW) -> list[dict]:
    """The real deals that closed as lost in a period."""
    rows = read(version, "fct_opportunities").filter("is_counted", "is_lost").to_dicts()
    kept = (row for row in rows if row["lost_reason"] not in NEVER_REAL)
    return [row for row in kept if where.first is None or where.first <= row["closed_date"] <= where.last]


def test_what_has_no_reason_stands_last_and_the_first_reason_is_told_with_its_share_of_the_others(
    warehouse: Path, version: Path
) -> None:
    numbers = Counter(row["lost_reason"] for row in lost(version, Filters()))
    silent = numbers.pop(data.NO_REASON)
    found = losing.reasons("opportunities_lost", Filters())
    assert found["is_apart"].to_list() == [False] * len(numbers) + [True]
    assert found["value"].to_list() == [*sorted(numbers.values(), reverse=True), silent]
    # What has no reason is no part of what adds up: the last reason reaches the whole.
    assert found["cumulative_share"].to_list()[-2:] == [pytest.approx(1), None]
    app = opened("lost_reasons", period="all")
    top = found["lost_reason_label"][0]
    of_all = percent(max(numbers.values()) / (sum(numbers.values()) + silent))
    without = percent(silent / (sum(numbers.values()) + silent))
    assert f"Named most: {top}, {of_all}; none: {without}" in [each.value for each in app.subheader]
    share = percent(max(numbers.values()) / sum(numbers.values()))
    assert f"{top}: {share} of the {sum(numbers.values()):,} deals with a reason." in written(app)


def test_the_strong_bars_make_up_most_of_what_has_a_reason() -> None:
    # Of 100 lost 50 have no reason; of the others 30, 12 and 8: 60 % and 24 % make up 84 %, so the third is weak.
    frame = pl.DataFrame({"value": [30, 12, 8, 50], "share": [0.3, 0.12, 0.08, 0.5], "is_apart": [False] * 3 + [True]})
    rows = bar_rows(frame.with_columns(cumulative_share=pl.Series([0.6, 0.84, 1, None])), count, "warm", "grey")
    assert rows["strength"].to_list() == [1.0, 1.0, WEAK, 1.0]
    assert rows["paint"].to_list() == ["warm"] * 3 + ["grey"]
    # What is printed is what the strength goes by, and nothing is printed beside what has no reason.
    assert [each.replace(SPACE, " ") for each in rows["added_up"]] == ["60.0 %", "84.0 %", "100.0 %", ""]


def test_competitors_are_those_to_whom_deals_were_lost_with_their_share_of_the_period_before(version: Path) -> None:
    now, then = lost(version), lost(version, BEFORE)
    won_by, before = (
        Counter(row["competitor"] for row in rows if row["lost_reason"] == "competitor") for rows in (now, then)
    )
    noted = Counter(row["competitor"] for row in now)
    found = losing.competitors(NOW, BEFORE)
    assert dict(found.select("competitor", "value").iter_rows()) == {name: n for name, n in won_by.items() if name}
    assert losing.number_lost_to_a_competitor(NOW) == sum(won_by.values())
    for row in found.to_dicts():
        assert row["share"] == pytest.approx(row["value"] / len(now))
        assert row["before"] == pytest.approx(before[row["competitor"]] / len(then))
        assert row["noted_whatever_decided"] == noted[row["competitor"]] >= row["value"]
    assert "before" not in losing.competitors(NOW, None).columns
    said = bar_rows(found, count, "warm", "grey")["text"][0]
    assert said.endswith(f"before {percent(found['before'][0])}")


def test_a_competitor_who_won_more_by_more_than_chance_is_named(changed: Path) -> None:
    """By hand: of 70 deals lost 21 went to Orbitra, 7 of 70 before (z = 2.96), and 7 to Vantora, as before."""
    rows = [
        *(("2026-01-01", "Orbitra", 21), ("2026-01-01", "Vantora", 7), ("2026-01-01", None, 42)),
        *(("2025-01-01", "Orbitra", 7), ("2025-01-01", "Vantora", 7), ("2025-01-01", None, 56)),
    ]
    lost_deals = "fct_opportunities where is_counted and is_lost and not is_never_real"
    place = "row_number() over (order by opportunity_key) as place"
    deals, first = [], 0
    for day, name, number in rows:
        last = first + number
        to = f"'{name}'" if name else "null"
        reason = "'competitor'" if name else "'price'"
        deals.append(
            f"""update fct_opportunities set closed_date = '{day}', competitor = {to}, lost_reason = {reason}
            where opportunity_key in (select opportunity_key from kept where place > {first} and place <= {last})"""
        )
        first = last
    others = "update fct_opportunities set closed_date = '2000-01-01' where opportunity_key not in"
    change(
        changed,
        f"create temp table kept as select opportunity_key, {place} from {lost_deals} order by place limit 140",
        f"{others} (select opportunity_key from kept)",
        *deals,
    )
    found = losing.competitors(NOW, BEFORE).select("competitor", "value", "before", "more_than_chance")
    about_a_tenth = pytest.approx(0.1)
    assert list(found.iter_rows()) == [("Orbitra", 21, about_a_tenth, True), ("Vantora", 7, about_a_tenth, False)]
    said = written(opened("lost_reasons", period="2025-11-21..2026-11-20"))
    assert 'Orbitra most: 21. "Went to a competitor" is the reason of 28 of 70 deals lost.' in said
    assert "more than chance: Orbitra." in said
    # As reasons, 28 of 70 against 14 of 70, and 42 against 56: z = 2.58 both.
    reasons = losing.moved_reasons(NOW, BEFORE).select("lost_reason", "value", "before", "more_than_chance")
    a_fifth, the_rest = pytest.approx(0.2), pytest.approx(0.8)
    assert list(reasons.iter_rows()) == [("price", 42, the_rest, True), ("competitor", 28, a_fifth, True)]
    both = "Price (60.0 %, before 80.0 %), Went to a competitor (40.0 %, before 20.0 %)"
    assert f"Against 21 Nov 2024 - 20 Nov 2025: **more than chance: {both}**." in said.replace(SPACE, " ")
    assert "before" not in losing.moved_reasons(NOW, None).columns


def test_the_numbers_say_how_many_closed_and_how_many_have_an_amount(warehouse: Path, version: Path) -> None:
    rows = lost(version, Filters())
    known = [row for row in rows if row["amount"] is not None]
    closed = [row for row in read(version, "fct_opportunities").to_dicts() if row["is_counted"] and row["is_closed"]]
    closed = [row for row in closed if not row["is_never_real"]]
    app = opened("lost_reasons", period="all")
    assert f"{len(closed):,} closed" in tile_said(app, "Opportunities lost")
    assert f"{len(known):,} of {len(rows):,} deals have an amount" in tile_said(app, "Amount lost")
    amount = data.metric("never_real_amount")["value"][0]
    assert money(amount, data.currency()).replace(SPACE, " ") in tile_said(app, "Never real")


def test_lists_stand_in_the_order_of_what_is_to_be_done(warehouse: Path) -> None:
    said = written(opened("lost_reasons", period="all"))
    assert "deals, the largest amount first" in said
    assert "leads, first those that came back longest after they were let go" in said


def test_who_was_never_contacted_is_listed_as_ignored_and_not_as_not_disqualified(warehouse: Path) -> None:
    app = opened("lost_reasons", period="all", rejected="none")
    listed = next(each.value for each in app.dataframe if "Let go as" in each.value.columns)
    assert set(listed["Let go as"]) <= {"Ignored"}
    found = data.records("rejected_right_rate", ("rejected_for",), Filters().only("disqualified_reason", "none"))
    assert set(found["rejected_for_label"]) == {"Ignored"}


def test_months_of_which_the_period_has_only_a_part_are_hollow(warehouse: Path) -> None:
    months = [date(2026, month, 1) for month in (6, 7, 8, 9)]
    rates = pl.DataFrame({"month": months, "value": [0.1, 0.2, 0.3, 0.4]})
    # By hand: June lacks its first day, September its last.
    found, said = whole_months(rates, "month", View(Filters(date(2026, 6, 2), date(2026, 9, 29)), ""))
    assert found["is_mature"].to_list() == [False, True, True, False]
    assert said == " Hollow: only a part of the month is in the period."
    whole, nothing = whole_months(rates, "month", View(Filters(date(2026, 6, 1), date(2026, 9, 30)), ""))
    assert whole["is_mature"].to_list() == [True] * 4
    assert not nothing
    # Without a period all is there up to the day of the data, 20 Nov 2026.
    of_all = pl.DataFrame({"month": [date(2024, 1, 1), date(2026, 10, 1), date(2026, 11, 1)]})
    assert whole_months(of_all, "month", View(Filters(), ""))[0]["is_mature"].to_list() == [True, True, False]
