"""Targets and annotations: what a period's target is, worked by hand, and which events a chart shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import altair as alt
import polars as pl
import pytest

from dashboards import data, growth
from dashboards.components import funnel_charts, funnel_words
from dashboards.components.annotated import LONGEST, MOST_WRITTEN, annotated, events_of
from dashboards.components.formats import SPACE, day
from dashboards.components.goal_words import target_words
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read

JULY = Filters(date(2026, 7, 1), date(2026, 7, 31))
CHART = alt.LayerChart(layer=[alt.Chart(pl.DataFrame({"month": ["2026-07-01"]})).mark_point().encode(x="month:T")])


def set_to(changed: Path, *rows: tuple[str, str, float, str | None, str | None]) -> None:
    """Replace the demo's targets."""
    quoted = [
        ", ".join(f"'{each}'" if isinstance(each, str) else "null" if each is None else str(each) for each in row)
        for row in rows
    ]
    values = ", ".join(f"({row})" for row in quoted)
    change(changed, "delete from definitions.targets", f"insert into definitions.targets values {values}")


def test_a_number_has_its_part_of_the_target_by_days(changed: Path) -> None:
    # 920 over the 92 days of the third quarter is 10 a day.
    set_to(changed, ("leads_created", "2026-Q3", 920, None, None))
    assert data.target("leads_created", JULY) == pytest.approx(310)
    assert data.target("leads_created", Filters(date(2026, 8, 30), date(2026, 9, 2))) == pytest.approx(40)
    assert data.target("leads_created", Filters(date(2026, 7, 1), date(2026, 9, 30))) == pytest.approx(920)


def test_a_month_goes_before_its_quarter_and_that_before_its_year(changed: Path) -> None:
    # 1 a day by the year, 10 a day by the quarter, 20 a day in August.
    set_to(
        changed,
        ("leads_created", "2026", 365, None, None),
        ("leads_created", "2026-Q3", 920, None, None),
        ("leads_created", "2026-08", 620, None, None),
    )
    # The last two days of June by the year, July by the quarter, ten days of August by the month.
    asked = Filters(date(2026, 6, 29), date(2026, 8, 10))
    assert data.target("leads_created", asked) == pytest.approx(2 * 1 + 31 * 10 + 10 * 20)
    # And out again: August, September by the quarter, a day of October by the year.
    asked = Filters(date(2026, 8, 1), date(2026, 10, 1))
    assert data.target("leads_created", asked) == pytest.approx(620 + 300 + 1)


def test_a_leap_day_counts(changed: Path) -> None:
    set_to(changed, ("leads_created", "2024-02", 29, None, None))
    assert data.target("leads_created", Filters(date(2024, 2, 29), date(2024, 2, 29))) == pytest.approx(1)


def test_a_rate_has_the_target_of_the_last_day(changed: Path) -> None:
    set_to(changed, ("win_rate", "2026", 0.3, None, None), ("win_rate", "2026-Q3", 0.35, None, None))
    assert data.target("win_rate", JULY) == 0.35
    assert data.target("win_rate", Filters(date(2026, 7, 1), date(2026, 10, 1))) == 0.3
    assert data.target("win_rate", Filters(None, date(2026, 8, 1))) == 0.35
    assert data.target("win_rate", Filters(date(2027, 1, 1), date(2027, 1, 2))) is None


def test_without_a_target_for_every_day_a_number_has_none(changed: Path) -> None:
    set_to(changed, ("leads_created", "2026-Q3", 920, None, None))
    assert data.target("leads_created", Filters(date(2026, 6, 30), date(2026, 7, 2))) is None
    assert data.target("leads_created", Filters(None, date(2026, 7, 2))) is None
    assert data.target("opportunities_won", JULY) is None


def test_filters_have_only_targets_that_were_set_for_them(changed: Path) -> None:
    set_to(
        changed,
        ("leads_created", "2026-07", 310, None, None),
        ("leads_created", "2026-07", 100, "DACH", None),
        ("leads_created", "2026-07", 30, "North America", None),
        ("leads_created", "2026-07", 7, None, "web"),
        ("win_rate", "2026", 0.5, "DACH", None),
        ("win_rate", "2026", 0.4, "North America", None),
    )
    both = JULY.only("team", "DACH", "North America")
    assert data.target("leads_created", JULY) == pytest.approx(310)
    assert data.target("leads_created", JULY.only("team", "DACH")) == pytest.approx(100)
    assert data.target("leads_created", both) == pytest.approx(130)
    assert data.target("leads_created", JULY.only("source_category", "web")) == pytest.approx(7)
    assert data.target("leads_created", JULY.only("source_category", "web").only("team", "DACH")) is None
    assert data.target("leads_created", JULY.only("owner", "salesforce:1")) is None
    # Rates of two teams do not add up.
    assert data.target("win_rate", JULY.only("team", "DACH")) == 0.5
    assert data.target("win_rate", both) is None


def test_a_version_that_knows_neither_targets_nor_events_has_none(changed: Path) -> None:
    change(changed, "drop table definitions.targets", "drop table definitions.annotations")
    assert data.target("leads_created", JULY) is None
    assert data.annotations().is_empty()
    assert growth.by_month("leads_created", JULY)["target"].is_null().all()


def test_a_target_in_words_is_as_round_as_it_was_set(changed: Path) -> None:
    set_to(
        changed,
        ("sla_met_rate", "2026", 0.85, None, None),
        ("win_rate", "2026", 0.325, None, None),
        ("leads_created", "2026-07", 1240, None, None),
    )
    words = [target_words(name, JULY).replace("\u00a0", " ") for name in ("sla_met_rate", "win_rate", "leads_created")]
    assert [each.partition(":")[0] for each in words] == ["target 85 %", "target 32.5 %", "target 1,240"]
    assert target_words("amount_won", JULY) == ""


def words_with(monkeypatch: pytest.MonkeyPatch, name: str, goal: float, where: Filters) -> str:
    """What is said of a metric under a target."""
    monkeypatch.setattr(data, "target", lambda _name, _where: goal)
    return target_words(name, where)


@pytest.mark.parametrize(("name", "more_is"), [("sla_met_rate", "met"), ("never_contacted_rate", "missed")])
def test_a_target_says_whether_it_is_met(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, name: str, more_is: str
) -> None:
    value = data.metric(name, (), JULY)["value"][0]
    less_is = {"met": "missed", "missed": "met"}[more_is]
    assert words_with(monkeypatch, name, value - 0.02, JULY).endswith(f": {more_is}")
    assert words_with(monkeypatch, name, value + 0.02, JULY).endswith(f": {less_is}")
    # What stands on the screen is what is judged: 71.4 % meets a target of 71.4 %.
    assert words_with(monkeypatch, name, round(value, 3), JULY).endswith(": met")


def test_the_target_of_a_rate_that_grows_is_not_judged_while_its_leads_are_young(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, until = data.as_of().date(), data.mature_until("customer_rate", Filters())
    assert until
    young, old = Filters(date(last.year, last.month, 1), last), Filters(date(2025, 6, 1), date(2025, 12, 31))
    later = day(last + (last - until))
    assert words_with(monkeypatch, "customer_rate", 0.99, young) == f"target 99{SPACE}%: can be judged from {later}"
    assert words_with(monkeypatch, "customer_rate", 0.0, young).endswith(": met already")
    assert words_with(monkeypatch, "customer_rate", 0.99, old).endswith(": missed")
    # What the owners received is judged by its mature part alone, and so at once.
    assert words_with(monkeypatch, "rep_won_rate", 0.99, Filters()).endswith(": missed")


def test_events_of_a_period_include_both_its_ends(changed: Path) -> None:
    change(
        changed,
        "delete from definitions.annotations",
        """insert into definitions.annotations values
            ('2026-06-30', 'before'), ('2026-07-01', 'first'), ('2026-07-31', 'last'), ('2026-08-01', 'after')""",
    )
    assert data.annotations(date(2026, 7, 1), date(2026, 7, 31))["annotation"].to_list() == ["first", "last"]
    months = pl.DataFrame({"month": [date(2026, 7, 1)]})
    assert events_of(months, "month")["annotation"].to_list() == ["first", "last"]
    assert data.annotations().height == 4
    assert events_of(months.clear(), "month").is_empty()


def drawn(*words: str) -> dict[str, object]:
    """A chart with some events, as it goes to the browser."""
    days = [date(2026, 7, number + 1) for number in range(len(words))]
    return annotated(CHART, pl.DataFrame({"annotated_date": days, "annotation": words})).to_dict()


def test_each_event_is_a_rule_with_its_words() -> None:
    spec = str(drawn("New price list", "x" * (LONGEST + 1)))
    assert "New price list" in spec
    assert "'text': '" + "x" * (LONGEST - 1) + "…'" in spec
    assert spec.count("'type': 'text'") == 1
    assert spec.count("'type': 'rule'") == 1


def test_many_events_are_rules_with_their_words_on_hover() -> None:
    spec = str(drawn(*map(str, range(MOST_WRITTEN + 1))))
    assert "'type': 'text'" not in spec
    assert "'field': 'annotation'" in spec


def test_a_chart_without_events_is_left_as_it_is() -> None:
    assert annotated(CHART, pl.DataFrame(schema={"annotated_date": pl.Date, "annotation": pl.String})) is CHART


def test_months_stand_beside_the_same_days_of_the_year_before(version: Path) -> None:
    days = (date(2026, 4, 10), date(2026, 6, 20))
    leads = read(version, "fct_leads").filter("is_counted")["created_date"].to_list()
    found = growth.by_month("leads_created", Filters(*days)).to_dicts()
    parts = [(date(2026, 4, 10), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 6, 1), days[1])]
    for row, (first, last) in zip(found, parts, strict=True):
        before = [each.replace(year=2025) for each in (first, last)]
        assert row["month"] == first.replace(day=1)
        assert row["value"] == sum(first <= each <= last for each in leads) > 0
        assert row["last_year"] == sum(before[0] <= each <= before[1] for each in leads) > 0
        assert row["is_done"] == (first.day == 1 and last.day > 27)
    # The demo wants 0.14 x its leads in a quarter of 2026: 91 days in the second.
    a_quarter = read(version, "definitions.targets").filter(metric="leads_created", period="2026-Q2")["value"][0]
    assert [row["target"] for row in found] == pytest.approx([a_quarter / 91 * each for each in (21, 31, 20)])


def test_a_month_that_is_not_over_is_not_done_and_ends_today(version: Path) -> None:
    today = data.as_of().date()
    last = growth.by_month("leads_created", Filters(date(2026, 10, 1), date(2026, 12, 31))).row(-1, named=True)
    leads = read(version, "fct_leads").filter("is_counted")["created_date"].to_list()
    year_before = (date(today.year - 1, today.month, 1), today.replace(year=today.year - 1))
    assert last["month"] == today.replace(day=1)
    assert not last["is_done"]
    assert last["last_year"] == sum(year_before[0] <= each <= year_before[1] for each in leads)


def test_months_whose_leads_are_too_young_are_not_done(version: Path) -> None:
    found = growth.by_month("customer_rate", Filters(date(2025, 1, 1), None))
    until = data.mature_until("customer_rate")
    assert until is not None
    over = found.filter(pl.col("month").dt.month_end() <= until)
    assert over["is_done"].all()
    assert 0 < over.height == found["is_done"].sum() < found.height - 1


def test_a_month_with_few_leads_makes_no_rate(version: Path) -> None:
    where = Filters(date(2025, 1, 1), date(2026, 10, 31)).only("source_category", "referral")
    months = growth.by_month("qualification_rate", where)
    leads = read(version, "fct_leads").filter("is_counted", source_category="referral")["created_date"].to_list()
    number = {
        row["month"]: sum((each.year, each.month) == (row["month"].year, row["month"].month) for each in leads)
        for row in months.to_dicts()
    }
    assert months["n"].to_list() == list(number.values())
    for row in months.filter(pl.col("month") >= date(2026, 1, 1)).to_dicts():
        before = number.get(row["month"].replace(year=row["month"].year - 1), 0)
        assert (row["last_year"] is not None) == (before >= 5)
    chart = funnel_charts.against(months, str, "Qualified", True).to_dict()
    points = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "point")
    shown = chart["datasets"][points["data"]["name"]]
    assert len(shown) == sum(each >= 5 for each in number.values()) < len(number)
    assert min(row["n"] for row in shown) >= 5
    asked = data.definition("qualification_rate")
    assert "fewer than 5" in funnel_words.beside_months(months, asked)
