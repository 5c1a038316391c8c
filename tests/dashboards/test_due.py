"""Whom to call next: when a lead's next step is due, the order of the list, and the numbers that keep a part of it.

The expected figures are worked out here, row by row from the published fact, not by the SQL of the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data, leads, leakage
from dashboards.components.formats import SPACE
from dashboards.components.lead_search import urgency
from dashboards.components.lead_states import STATE
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written

ZONE = ZoneInfo("Europe/Berlin")
UNANSWERED, PASSED, AHEAD, UNPLANNED, NOTHING = "unanswered", "passed", "ahead", "unplanned", "nothing"
OVERDUE = (UNANSWERED, PASSED)
Row = dict[str, Any]


def day_of(at: datetime) -> date:
    """The day of a UTC time in the company's zone."""
    return at.replace(tzinfo=UTC).astimezone(ZONE).date()


def what_is_due(row: Row, as_of: datetime) -> tuple[str, datetime | None]:
    """The state of a lead and when its next step is due, by the words of the documentation."""
    leads_somewhere = row["is_won"] or row["has_opportunity"] or row["is_converted"]
    unanswered = row["is_counted"] and row["is_open"] and row["response_outcome"] == "overdue"
    if not unanswered and (not row["is_counted"] or not row["is_open"] or leads_somewhere):
        return NOTHING, None
    if not row["is_contacted"] and row["response_outcome"] in ("overdue", "pending"):
        due = row["response_due_at"]
        return (UNANSWERED if due < as_of else AHEAD), due
    if row["follow_up_at"] is None:
        return UNPLANNED, None
    return (PASSED if day_of(row["follow_up_at"]) < day_of(as_of) else AHEAD), row["follow_up_at"]


def until(row: Row) -> datetime:
    """Until when there is time for what a listed lead needs, in UTC: for what is due on a day until its end."""
    due: datetime = row["due_at"].replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)
    return due + timedelta(days=row["is_day"])


@pytest.fixture
def worked_out(warehouse: Path, version: Path) -> list[Row]:
    """Every lead record with its state and what is due, worked out here."""
    as_of = read(version, "meta_sources")["as_of_at"][0]
    found = []
    for row in read(version, "fct_leads").to_dicts():
        state, due = what_is_due(row, as_of)
        is_day = due is not None and due == row["follow_up_at"]
        found.append({**row, "state": state, "due": due, "until": due and due + timedelta(days=is_day)})
    assert {each["state"] for each in found} == {*OVERDUE, AHEAD, UNPLANNED, NOTHING}
    return found


def said(app: AppTest, key: str) -> int:
    """The number on a button that keeps a part of the list."""
    return int(app.button(key=key).label.rsplit("**", 2)[1].replace(",", ""))


def test_every_record_is_in_one_state_and_the_numbers_say_how_many(worked_out: list[Row]) -> None:
    app = opened("leads")
    for state, number in Counter(each["state"] for each in worked_out).items():
        assert said(app, f"due_{state}") == number
    made_of = Counter((each["state"], each["leakage_class"] or "none") for each in worked_out)
    for (state, name), number in made_of.items():
        assert said(app, f"class_{state}_{name}") == number
    # Every record is in one of the numbers below a state: what counts nowhere has a name too.
    uncounted = sum(not each["is_counted"] for each in worked_out)
    assert made_of[NOTHING, "none"] == uncounted > 0
    assert app.button(key="class_nothing_none").label.startswith("Duplicates and tests")
    below = [each.key for each in app.button if str(each.key).startswith("class_")]
    assert sum(said(app, key) for key in below) == len(worked_out)


def test_no_class_contradicts_the_state_beside_which_it_stands(changed: Path) -> None:
    """By hand: two open leads that nobody tried to reach and no limit applies to, one with a planned day gone by."""
    open_leads = (
        "select lead_key from fct_leads where is_counted and is_open and not has_opportunity and not is_converted"
    )
    late, silent = read(changed, f"({open_leads} order by lead_key limit 2)")["lead_key"]
    change(
        changed,
        f"update fct_leads set is_counted = lead_key in ('{late}', '{silent}')",
        """update fct_leads set leakage_class = 'open_on_time', is_contacted = false, response_outcome = null,
        follow_up_at = null, is_follow_up_overdue = false, is_won = false""",
        f"""update fct_leads set is_follow_up_overdue = true, follow_up_at = '2020-05-05 22:00'
        where lead_key = '{late}'""",
    )
    app = opened("leads", counts="true")
    for state, words in (
        (PASSED, "No attempt known, planned day passed"),
        (UNPLANNED, "No attempt known, no answer due"),
    ):
        assert said(app, f"class_{state}_open_on_time") == 1
        assert app.button(key=f"class_{state}_open_on_time").label.startswith(words)
        assert words in set(app.dataframe[0].value["Where it stands"])
    assert "Being worked, on time" not in [*written(app).splitlines(), *app.dataframe[0].value["Where it stands"]]


def test_a_first_answer_is_overdue_on_both_pages_and_has_one_name(warehouse: Path) -> None:
    tile = next(each for each in opened("response_time", period="all").metric if each.label == "First answer overdue")
    app = opened("leads")
    assert said(app, "due_unanswered") == int(tile.value.replace(",", "")) > 0
    assert app.button(key="due_unanswered").label.startswith("First answer overdue")


def test_a_lead_neglected_for_its_silence_is_said_to_have_a_step_planned(worked_out: list[Row]) -> None:
    app = opened("leads")
    for name, words in (
        ("stale", "Long without activity, next step planned"),
        ("one_attempt_silent", "One attempt, next step planned"),
    ):
        assert {each["state"] for each in worked_out if each["leakage_class"] == name} >= {AHEAD}
        assert app.button(key=f"class_ahead_{name}").label.startswith(words)


def test_the_numbers_are_said_to_be_buttons_and_the_order_of_the_list_has_one_name(warehouse: Path) -> None:
    app = opened("leads")
    text = written(app)
    assert "Click a number to list those leads; click it again to show all." in text
    assert "the first 200 are listed, most recently overdue first" in text
    assert "most urgent" not in text


def test_as_many_are_unanswered_as_on_response_time_also_where_a_duplicate_led_to_a_deal(changed: Path) -> None:
    some = "(select lead_key from fct_leads where is_open and is_counted and response_outcome = 'overdue' limit 3)"
    led_on = "is_converted = true, has_opportunity = true, leakage_class = 'open_opportunity'"
    change(changed, f"update fct_leads set {led_on} where lead_key in {some}")
    app = opened("leads")
    number = data.metric("overdue_now")["n"][0]
    assert data.ask("lead_states", "", Filters()).filter(due_state=UNANSWERED)["n"].sum() == number
    assert f"{number:,}" in app.button(key="due_unanswered").label
    # They are called by what they are, after what leaks.
    parts = [each.key for each in app.button if each.key and each.key.startswith("class_unanswered_")]
    assert parts.index("class_unanswered_never_contacted_due") < parts.index("class_unanswered_open_opportunity")
    assert app.button(key=parts[-1]).label.startswith("Its duplicate went further")


def test_the_number_of_what_is_not_counted_lists_it(worked_out: list[Row]) -> None:
    app = opened("leads")
    app.button(key="class_nothing_none").click().run()
    uncounted = sum(not each["is_counted"] for each in worked_out)
    assert f"**{uncounted:,} of {len(worked_out):,} lead records**" in written(app)
    assert set(app.dataframe[0].value["Counts?"]) <= {"duplicate", "test"}


def test_a_click_on_a_number_lists_as_many_and_another_lets_them_go(worked_out: list[Row]) -> None:
    app = opened("leads", counts="true")
    kept = [each for each in worked_out if each["is_counted"] and each["state"] == UNANSWERED]
    app.button(key="due_unanswered").click().run()
    assert app.query_params[STATE] == UNANSWERED
    assert f"**{len(kept):,} of {len(worked_out):,} lead records**" in written(app)
    never = [each for each in kept if each["leakage_class"] == "never_contacted_due"]
    assert said(app, "class_unanswered_never_contacted_due") == len(never)
    app.button(key="class_unanswered_never_contacted_due").click().run()
    assert f"**{len(never):,} of {len(worked_out):,} lead records**" in written(app)
    assert app.query_params["class"] == "never_contacted_due"
    # The numbers stay those of all leads found.
    assert said(app, "due_unanswered") == len(kept)
    app.button(key="class_unanswered_never_contacted_due").click().run()
    assert not {STATE, "class"} & set(app.query_params)


def test_the_numbers_follow_the_filters_and_the_text(worked_out: list[Row]) -> None:
    app = opened("leads", source="web")
    web = [each for each in worked_out if each["source_category"] == "web"]
    for state in OVERDUE:
        assert said(app, f"due_{state}") == sum(each["state"] == state for each in web)
    app.text_input(key="searched").set_value("gmbh").run()
    # Nobody of the demo company is called so: only companies are.
    kept = [each for each in web if each["state"] == UNANSWERED and "gmbh" in (each["company"] or "").lower()]
    assert said(app, "due_unanswered") == len(kept) > 0


def test_a_state_that_does_not_exist_is_named(warehouse: Path) -> None:
    app = opened("leads", due="tomorrow", order="upwards")
    assert ['"tomorrow"' in each.value or '"upwards"' in each.value for each in app.warning] == [True, True]


def test_the_longest_overdue_stand_first_over_all_leads(worked_out: list[Row]) -> None:
    places = {UNANSWERED: 0, PASSED: 0, AHEAD: 1, UNPLANNED: 2, NOTHING: 3}
    late = datetime.max
    expected = sorted(worked_out, key=lambda row: (places[row["state"]], row["until"] or late))
    found = leads.found("", data.EVERYTHING, "", "urgent").to_dicts()
    assert len(found) == leads.MOST_FOUND
    for row, wanted in zip(found, expected, strict=False):
        assert row["due_state"] == wanted["state"]
        assert until(row) == wanted["until"]
    # The list is cut off at the 200 first of all, not put in order after it was cut off.
    assert max(row["due_at"] for row in found) < max(each["due"] for each in worked_out if each["state"] in OVERDUE)


def test_those_overdue_lately_stand_first_where_that_is_asked_for(worked_out: list[Row]) -> None:
    overdue = sorted((each["until"] for each in worked_out if each["state"] in OVERDUE), reverse=True)
    found = leads.found("", data.EVERYTHING, "", "lately").to_dicts()
    assert [until(row) for row in found] == overdue[: leads.MOST_FOUND]


def test_what_is_due_on_a_day_comes_after_what_is_due_at_an_hour_of_it(changed: Path) -> None:
    some = "select lead_key from fct_leads where is_counted and is_open and response_outcome = 'overdue'"
    by_hour, by_day = read(changed, f"({some} order by lead_key limit 2)")["lead_key"]
    at_noon, planned = "response_due_at = '2030-05-06 10:00'", "follow_up_at = '2030-05-05 22:00'"
    change(
        changed,
        f"update fct_leads set response_outcome = 'pending', {at_noon} where lead_key = '{by_hour}'",
        f"update fct_leads set response_outcome = 'met', {planned} where lead_key = '{by_day}'",
        f"update fct_leads set is_open = false where lead_key not in ('{by_hour}', '{by_day}')",
    )
    found = leads.found("", data.EVERYTHING, AHEAD, "urgent")
    assert found["lead_key"].to_list() == [by_hour, by_day]


@pytest.mark.parametrize("state", [*OVERDUE, AHEAD, UNPLANNED, NOTHING])
def test_each_state_has_its_own_leads_in_every_order(worked_out: list[Row], state: str) -> None:
    kept = {each["lead_key"] for each in worked_out if each["state"] == state}
    for order in ("urgent", "lately", "newest"):
        found = leads.found("", data.EVERYTHING, state, order)
        assert found["found"][0] == len(kept)
        assert set(found["lead_key"]) <= kept
        assert found.height == min(len(kept), leads.MOST_FOUND)


def test_the_order_is_in_the_link_and_the_newest_are_the_newest(worked_out: list[Row]) -> None:
    app = opened("leads")
    app.selectbox(key="order").set_value("newest").run()
    assert app.query_params["order"] == "newest"
    newest = max(worked_out, key=lambda row: row["created_at"])
    assert app.dataframe[0].value["Company"][0] == f"{newest['company']} →"


def test_how_long_a_step_is_overdue_is_said(worked_out: list[Row], version: Path) -> None:
    as_of = read(version, "meta_sources")["as_of_at"][0]
    by_key = {each["lead_key"]: each for each in worked_out}
    told = 0
    for row in leads.found("", data.EVERYTHING, "", "urgent").to_dicts():
        due = by_key[row["lead_key"]]["due"]
        until_then = due + timedelta(days=row["is_day"])
        assert timedelta(minutes=row["minutes_over"]) == pytest.approx(as_of - until_then, abs=timedelta(seconds=1))
        told += row["is_day"]
    assert leads.found("", data.EVERYTHING, UNPLANNED, "urgent")["minutes_over"].null_count() == leads.MOST_FOUND
    assert told


def test_what_is_said_to_be_longer_overdue_stands_further_down(worked_out: list[Row]) -> None:
    lately = leads.found("", data.EVERYTHING, "", "lately")
    assert lately["minutes_over"].is_sorted()
    assert set(lately["due_state"]) == set(OVERDUE)
    assert set(lately["is_day"]) == {True, False}


def test_what_is_planned_for_a_day_is_due_until_its_end(worked_out: list[Row]) -> None:
    planned = [each for each in worked_out if each["leakage_class"] == "overdue_follow_up"]
    days = sorted(day_of(each["due"]) for each in planned)[: leads.MOST_FOUND]
    shown = opened("leads", **{"class": "overdue_follow_up", "order": "urgent"}).dataframe[0].value["Due"]
    assert [each.date() for each in shown] == days
    assert {f"{each:%H:%M}" for each in shown} == {"23:59"}


@pytest.mark.parametrize(
    ("minutes", "is_today", "state", "words"),
    [
        (194, False, UNANSWERED, "3 h 14 min overdue"),
        (-30, False, AHEAD, "30 min left"),
        (-418, True, AHEAD, "today"),
        (-2880, False, AHEAD, "2 d left"),
        # Planned for yesterday, seen at 17:02: there was time until midnight.
        (17 * 60 + 2, False, PASSED, "17 h 2 min overdue"),
        (None, False, UNPLANNED, "nothing planned"),
        (None, False, NOTHING, None),
    ],
)
def test_urgency_in_words(minutes: float | None, is_today: bool, state: str, words: str | None) -> None:
    found = urgency({"minutes_over": minutes, "is_today": is_today, "due_state": state})
    assert (found and found.replace(SPACE, " ")) == words


def test_the_name_of_the_only_owner_gives_way_to_the_phone(warehouse: Path) -> None:
    owner = data.metric("overdue_now", ("owner",)).sort("n")["owner"][-1]
    assert list(opened("leads").dataframe[0].value)[4] == "Owner"
    of_one = list(opened("leads", owner=owner).dataframe[0].value)
    assert of_one[4:6] == ["Worth (EUR)", "Phone"]
    assert of_one[-1] == "Owner"


def test_the_list_says_what_a_lead_may_bring_and_who_is_only_a_queue(warehouse: Path, version: Path) -> None:
    table = opened("leads").dataframe[0].value
    worth = {row["source_category"]: row["worth"] for row in leakage.worth_of_a_lead().to_dicts()}
    sources = {row["lead_id"]: row["source_category"] for row in read(version, "fct_leads").to_dicts()}
    for line in table.to_dict("records"):
        expected = round(float(worth[sources[line["Lead id"]]]))
        assert line["Worth (EUR)"] == expected or not expected
    kinds = dict(read(version, "dim_users").select("user_name", "owner_type").iter_rows())
    named = {each for each in table["Owner"] if each}
    assert {each for each in named if each.endswith(" (queue)")} == {
        f"{name} (queue)" for name, kind in kinds.items() if kind == "queue" and f"{name} (queue)" in named
    }
    assert not {name for name, kind in kinds.items() if kind == "queue"} & named


def test_why_the_list_begins_as_it_does_is_said_where_it_is_cut_off(warehouse: Path) -> None:
    why = "an answer still reaches them"
    assert why in written(opened("leads"))
    assert why not in written(opened("leads", order="urgent"))


def test_who_owes_first_answers_adds_up_to_the_number_above(warehouse: Path, version: Path) -> None:
    names = dict(read(version, "dim_users").select("user_key", "user_name").iter_rows())
    rows = [
        each
        for each in read(version, "fct_leads").to_dicts()
        if each["is_counted"] and each["is_open"] and each["response_outcome"] == "overdue"
    ]
    app = opened("response_time", period="all")
    table = next(each.value for each in app.dataframe if "Longest overdue since" in each.value)
    tile = next(each for each in app.metric if each.label == "First answer overdue")
    assert table["Overdue"].sum() == len(rows) == int(tile.value.replace(",", ""))
    assert f"{len(rows):,} leads overdue in all" in written(app)
    assert table["Overdue"].is_monotonic_decreasing
    counted = Counter(names.get(each["owner_key"], "No owner") for each in rows)
    oldest: dict[str, datetime] = {}
    for each in rows:
        name = names.get(each["owner_key"], "No owner")
        oldest[name] = min(oldest.get(name, datetime.max), each["response_due_at"])
    for line in table.to_dict("records"):
        name = line["Owner"].removesuffix(" →")
        assert line["Overdue"] == counted[name]
        assert line["Share"] == pytest.approx(100 * line["Overdue"] / line["Of leads due"], abs=0.06)
        local = oldest[name].replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None)
        assert line["Longest overdue since"].to_pydatetime() == local
    assert len(table) == len(counted)


def test_nobody_owes_where_nothing_is_overdue(warehouse: Path) -> None:
    app = opened("response_time", period="all", source="sales")
    assert "Who owes first answers?" not in [each.value for each in app.subheader]


def test_both_pages_say_why_they_count_what_is_due_differently(warehouse: Path) -> None:
    for page, other in (("response_time", "Reps"), ("reps", "Response time")):
        assert re.search(rf"{other} (counts each owner's time|each lead once)", written(opened(page)))


def test_credit_stands_beside_each_touch_of_a_deal(warehouse: Path, version: Path) -> None:
    credits = read(version, "fct_campaign_attribution").filter(attribution_model="linear").drop_nulls("touchpoint_key")
    several = credits.group_by("opportunity_key").len().filter(len=3)["opportunity_key"].to_list()
    deals = read(version, "fct_opportunities").filter(is_won=True).drop_nulls("lead_key")
    deal = next(each for each in deals.to_dicts() if each["opportunity_key"] in several)
    told = [each for each in leads.events(deal["lead_key"])["counts_as"] if each and "% of the deal" in each]
    # Of three touches with equal credit each has a third; those of other people on the deal are told as well.
    assert len(told) == 3
    assert all(each.replace(SPACE, " ").endswith("; 33.3 % of the deal (Linear)") for each in told)
    events = leads.events(deal["lead_key"], "last_touch")["counts_as"]
    last = [each for each in events if each and "% of the deal" in each]
    assert {each.replace(SPACE, " ").partition("; ")[2] for each in last} <= {
        "100.0 % of the deal (Last touch)",
        "0.0 % of the deal (Last touch)",
    }
    assert not [each for each in leads.events(deal["lead_key"], "no such model")["counts_as"] if "no such" in str(each)]


def test_a_page_with_a_period_of_its_own_says_so_until_one_is_chosen(warehouse: Path) -> None:
    assert "last 90 days, until you choose a period" in written(opened("response_time"))
    assert "all time, until you choose a period" in written(opened("leads"))
    assert "until you choose" not in written(opened("response_time", period="30d"))
    assert "until you choose" not in written(opened("funnel"))
    app = opened("funnel", period="30d")
    app.selectbox(key="period").set_value("12m").run()
    assert app.query_params["period"] == "12m"


@pytest.mark.parametrize(
    ("what", "state"),
    [
        # Nobody answered it, though a duplicate of it led to a deal.
        ("is_won = true", UNANSWERED),
        ("has_opportunity = true", UNANSWERED),
        ("is_converted = true", UNANSWERED),
        ("response_outcome = 'pending', is_won = true", NOTHING),
        ("response_outcome = 'late', has_opportunity = true", NOTHING),
        ("response_outcome = null, is_converted = true", NOTHING),
        ("is_open = false", NOTHING),
        ("is_counted = false", NOTHING),
        ("response_outcome = 'pending'", AHEAD),
        # The first answer comes before what is planned, whatever is planned.
        ("response_outcome = 'pending', is_follow_up_overdue = true, follow_up_at = '2020-01-01'", AHEAD),
        ("follow_up_at = '2040-01-01'", UNANSWERED),
        ("response_outcome = null", UNPLANNED),
        ("response_outcome = 'not_measurable', follow_up_at = '2040-01-01'", AHEAD),
        ("response_outcome = 'late', follow_up_at = '2020-01-01', is_follow_up_overdue = true", PASSED),
    ],
)
def test_what_makes_a_lead_overdue_and_what_lets_it_be(changed: Path, what: str, state: str) -> None:
    overdue = "is_counted and is_open and response_outcome = 'overdue' and follow_up_at is null"
    key = read(changed, f"(select * from fct_leads where {overdue} order by lead_key limit 1)")["lead_key"][0]
    change(changed, f"update fct_leads set {what} where lead_key = '{key}'")
    found = leads.found(key.partition(":")[2], data.EVERYTHING, state, "urgent")
    assert found["lead_key"].to_list() == [key]
