"""The page Leakage: every counted lead in exactly one class, whatever the filters, and the same figures everywhere."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboards import data, leakage
from dashboards.components.formats import SPACE, money
from dashboards.components.leakage_flow import AIR, HEIGHT, MIDDLE, SLOT, leakage_flow
from dashboards.components.theme import LIGHT, drawn_in
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, tile_said, written

NEGLECTED = ["unassigned", "never_contacted_due", "one_attempt_silent", "no_follow_up", "overdue_follow_up", "stale"]
DROPPED = ["disqualified_without_reason", "converted_without_opportunity"]
SEED = 20261120


def any_filters(version: Path, number: int) -> list[Filters]:
    """Filters made up at random: a period, and values of up to three fields."""
    dice = random.Random(SEED)
    offered = {field: list(data.options("fct_leads", field)) for field in ("source_category", "team", "owner")}
    made = []
    for _ in range(number):
        first = date(2024, 11, 20) + timedelta(dice.randrange(730))
        where = Filters(first, first + timedelta(dice.randrange(1, 400))) if dice.random() < 0.7 else Filters()
        for field in dice.sample(list(offered), dice.randrange(3)):
            where = where.only(field, *dice.sample(offered[field], min(2, len(offered[field]))))
        made.append(where)
    return made


def kept(version: Path, where: Filters) -> list[dict]:
    """The counted leads that filters keep, by plain Python."""
    return [
        row
        for row in read(version, "fct_leads").to_dicts()
        if row["is_counted"]
        and (where.first is None or where.first <= row["created_date"] <= where.last)
        and all((row[{"owner": "owner_key"}.get(field, field)] or "none") in values for field, values in where.values)
    ]


def test_the_classes_add_up_to_all_counted_leads_under_any_filters(warehouse: Path, version: Path) -> None:
    for where in any_filters(version, 40):
        rows = kept(version, where)
        flow = leakage.flow(where)
        found = dict(flow.select("leakage_class", "leads").iter_rows())
        assert found == dict(Counter(row["leakage_class"] for row in rows))
        assert sum(found.values()) == len(rows)
        assert not rows or flow["share"].sum() == pytest.approx(1)
        known = [row["opportunity_amount"] for row in rows if row["opportunity_amount"] is not None]
        assert float(flow["amount"].sum() or 0) == pytest.approx(float(sum(known)))


def test_fates_follow_the_definitions_and_stand_in_their_order(warehouse: Path, version: Path) -> None:
    flow = leakage.flow(Filters())
    assert flow["fate"].unique(maintain_order=True).to_list() == list(leakage.FATES)
    assert set(flow.filter(pl.col("fate") == "neglected")["leakage_class"]) <= set(NEGLECTED)
    assert flow["description"].null_count() == flow["next_step"].null_count() == 0


def test_no_opportunity_is_counted_for_two_leads(warehouse: Path, version: Path) -> None:
    deals = read(version, "fct_opportunities").filter(pl.col("is_counted") & pl.col("lead_key").is_not_null())
    counted = read(version, "fct_leads").filter(pl.col("is_counted"))
    amounts = deals["amount"].sum()
    assert 0 < counted["opportunity_amount"].sum() <= amounts
    won = counted.filter(pl.col("is_won"))["opportunity_amount"].sum()
    of_counted = deals.filter(pl.col("is_won")).join(read(version, "fct_leads"), on="lead_key", suffix="_lead")
    roots = set(counted["lead_key"])
    told = [
        row["won_amount"]
        for row in of_counted.to_dicts()
        if row["lead_key"] in roots or row["duplicate_of_lead_key"] in roots
    ]
    assert won == sum(each for each in told if each is not None)


def test_what_a_lead_is_expected_to_bring_is_what_those_of_its_source_brought(warehouse: Path, version: Path) -> None:
    until = data.mature_until("customer_rate")
    rows = kept(version, Filters())
    worth = {}
    for source in {row["source_category"] for row in rows}:
        old = [row for row in rows if row["source_category"] == source and row["created_date"] <= until]
        won = sum(row["opportunity_amount"] or 0 for row in old if row["leakage_class"] == "won")
        worth[source] = float(won) / len(old) if old else 0.0
    hoped = sum(worth[row["source_category"]] for row in rows if row["leakage_class"] in NEGLECTED)
    assert leakage.expected(Filters()) == pytest.approx(hoped)
    assert leakage.flow(Filters())["expected"].sum() == pytest.approx(hoped)
    assert leakage.by_owner(Filters())["expected"].sum() == pytest.approx(hoped)


def is_overdue(row: dict[str, Any]) -> bool:
    """Whether the first answer to a lead is: open, past its limit, and nobody tried."""
    return row["is_open"] and row["response_outcome"] == "overdue"


def test_owners_and_ages_have_all_neglected_leads(warehouse: Path, version: Path) -> None:
    as_of = read(version, "meta_sources")["as_of_at"][0]
    rows = [row for row in kept(version, Filters()) if row["leakage_class"] in NEGLECTED]
    owners = leakage.by_owner(Filters())
    found = dict(owners.filter(pl.col("neglected") > 0).select("owner", "neglected").iter_rows())
    assert found == dict(Counter(row["owner_key"] for row in rows))
    let_go = [row["owner_key"] for row in kept(version, Filters()) if row["leakage_class"] in DROPPED]
    assert dict(owners.filter(pl.col("dropped") > 0).select("owner", "dropped").iter_rows()) == dict(Counter(let_go))
    waits = {row["lead_key"]: (as_of - (row["last_activity_at"] or row["created_at"])) for row in rows}
    created = Counter(row["owner_key"] for row in kept(version, Filters()))
    for each in owners.to_dicts():
        assert each["leads"] == created[each["owner"]]
        assert each["share"] == pytest.approx((each["neglected"] + each["dropped"]) / each["leads"])
    leaked = len(rows) + len(let_go)
    assert owners["whole"].to_list() == pytest.approx([leaked / created.total()] * owners.height)
    # People are compared with everybody, also where only one is looked at; a queue with nobody.
    assert set(owners["evidence"]) <= {"above", "below", "may be chance", None}
    users = read(version, "dim_users")
    nobody = users.filter((pl.col("owner_type") == "queue") | pl.col("is_automated"))["user_key"].to_list()
    assert owners.filter(pl.col("owner").is_in(nobody))["evidence"].null_count() == len(
        set(owners["owner"]) & set(nobody)
    )
    for each in owners.filter(~pl.col("owner").is_in(nobody)).to_dicts():
        assert each["evidence"] is not None
        assert leakage.by_owner(Filters().only("owner", each["owner"])).to_dicts() == [pytest.approx(each)]
    late = Counter(row["owner_key"] for row in kept(version, Filters()) if is_overdue(row))
    assert dict(owners.filter(pl.col("overdue") > 0).select("owner", "overdue").iter_rows()) == dict(late)
    month = sum(timedelta(7) < wait <= timedelta(30) for wait in waits.values())
    ages = dict(leakage.ages(Filters()).select("age", "value").iter_rows())
    assert ages["8 to 30 days"] == month
    assert sum(ages.values()) == len(rows)


def test_the_neglected_still_warm_stand_first_then_by_the_worth_of_their_source(warehouse: Path, version: Path) -> None:
    as_of = read(version, "meta_sources")["as_of_at"][0]
    where = Filters().only("leakage_class", "no_follow_up")
    rows = [row for row in kept(version, Filters()) if row["leakage_class"] == "no_follow_up"]
    waits = {row["lead_key"]: as_of - (row["last_activity_at"] or row["created_at"]) for row in rows}
    worth = dict(leakage.worth_of_a_lead().iter_rows())
    priced = {row["lead_key"]: worth[row["source_category"]] for row in rows}
    expected = sorted(waits, key=lambda key: (waits[key] > timedelta(30), -priced[key], waits[key], key))
    listed = leakage.to_call_first(where)
    assert listed["found"][0] == len(rows) > listed.height
    assert 0 < sum(waits[key] <= timedelta(30) for key in expected[: listed.height]) < listed.height
    # Sources of the same worth may stand in either order.
    assert [priced[key] for key in listed["lead_key"]] == [priced[key] for key in expected[: listed.height]]
    assert listed["days"].to_list() == pytest.approx(
        [waits[key].total_seconds() / 86400 for key in expected[: listed.height]], abs=1e-3
    )


def test_the_flow_loses_nothing_on_the_way(warehouse: Path) -> None:
    flow = leakage.flow(Filters())
    with drawn_in(LIGHT):
        chart = leakage_flow(flow).to_dict()
    sets = list(chart["datasets"].values())
    points = next(rows for rows in sets if "ribbon" in rows[0])
    blocks = next(rows for rows in sets if "x2" in rows[0])
    heights = {}
    for point in points:
        heights.setdefault(point["ribbon"], set()).add(round(point["bottom"] - point["top"], 6))
    scale = heights["neglected"].pop() / flow.filter(pl.col("fate") == "neglected")["leads"].sum()
    for row in flow.to_dicts():
        assert max(heights[row["leakage_class"]]) == pytest.approx(row["leads"] * scale, abs=1e-4)
    columns: dict[float, float] = Counter()
    for block in blocks:
        columns[block["x"]] += block["bottom"] - block["top"]
        assert 0 <= block["top"] <= block["bottom"] <= HEIGHT
    assert len(columns) == 3
    assert all(each == pytest.approx(flow["leads"].sum() * scale, abs=1e-3) for each in columns.values())
    assert SLOT > AIR


def test_the_words_of_a_fate_stand_in_the_air_above_its_block_and_no_ribbon_strikes_them_through(
    warehouse: Path,
) -> None:
    flow = leakage.flow(Filters())
    chart = leakage_flow(flow).to_dict()
    sets = chart["datasets"]
    blocks = next(rows for rows in sets.values() if "x2" in rows[0])
    ribbons = next(rows for rows in sets.values() if "ribbon" in rows[0])
    tops = {row["fate"]: row["top"] for row in blocks if row["x"] == MIDDLE}
    texts = [each for each in chart["layer"] if each["mark"]["type"] == "text"]
    words = [each for each in texts if len(sets[each["data"]["name"]]) == len(tops)]
    placed = sets[words[-1]["data"]["name"]]
    assert [row["y"] < top for row, top in zip(placed, tops.values(), strict=True)] == [True] * len(tops)
    for row in placed:
        here = [each for each in ribbons if abs(each["x"] - MIDDLE) < 0.03 and each["ribbon"] in tops]
        assert not any(each["top"] < row["y"] < each["bottom"] for each in here)
    # They are drawn over the ribbons: where one rises beside the block, the letters stand on its pale colour.
    assert chart["layer"].index(words[-1]) > max(
        place for place, each in enumerate(chart["layer"]) if each["mark"]["type"] != "text"
    )
    head = next(sets[each["data"]["name"]][0] for each in texts if "Leads created" in str(sets[each["data"]["name"]]))
    assert head["y"] < min(row["top"] for row in ribbons)


def test_a_share_is_written_with_its_tenth_in_every_table(warehouse: Path) -> None:
    app = opened("leakage", period="all")
    flow = leakage.flow(Filters())
    classes = app.dataframe[0]
    assert classes.value["Share"].to_list() == [round(each * 100, 1) for each in flow["share"]]
    written = json.loads(classes.proto.columns)["Share"]["type_config"]["format"]
    assert (written % 44).replace(SPACE, " ") == "44.0 %"


@pytest.mark.parametrize("leads", [[1], [1, 0.0001, 10**9], [5] * 14])
def test_the_flow_of_few_and_of_uneven_classes_is_drawn(leads: list[float]) -> None:
    rows = [
        {
            "fate": list(leakage.FATES)[number % 5],
            "label": "x",
            "leakage_class": f"c{number}",
            "leakage_class_label": f"C {number}",
            "description": "y",
            "leads": each,
            "share": each / sum(leads),
        }
        for number, each in enumerate(leads)
    ]
    with drawn_in(LIGHT):
        assert leakage_flow(pl.DataFrame(rows).sort("fate")).to_dict()["layer"]


def test_a_class_in_the_link_lists_its_leads(warehouse: Path) -> None:
    app = opened("leakage", period="all", **{"class": "never_contacted_due"})
    number = leakage.flow(Filters()).filter(pl.col("leakage_class") == "never_contacted_due")["leads"][0]
    line = next(each.value for each in app.caption if "times in" in each.value and "neglected leads" not in each.value)
    assert f"{number:,} leads" in line
    assert "Never contacted, overdue" in [each.value for each in app.subheader]


def test_an_unknown_class_in_the_link_is_named(warehouse: Path) -> None:
    app = opened("leakage", period="all", **{"class": "gone_fishing"})
    assert any('"gone_fishing"' in each.value for each in app.warning)


def test_the_page_says_in_words_what_each_class_means_and_what_to_do(warehouse: Path) -> None:
    app = opened("leakage", period="all", **{"class": "no_follow_up"})
    shown = app.dataframe[0].value
    assert shown["Leads"].sum() == data.metric("leads_created")["n"][0]
    assert ": at most, as leads that waited" in written(app)
    flow = leakage.flow(Filters())
    assert shown["Meaning"].to_list() == flow["description"].to_list()
    row = flow.row(by_predicate=pl.col("leakage_class") == "no_follow_up", named=True)
    assert f"{row['description']} What to do: {row['next_step']}" in written(app)


def test_what_is_at_stake_stands_under_the_neglected_and_the_amount_lost_under_the_lost(
    warehouse: Path, version: Path
) -> None:
    app = opened("leakage", period="all")
    as_of = read(version, "meta_sources")["as_of_at"][0]
    rows = kept(version, Filters())
    neglected = [row for row in rows if row["leakage_class"] in NEGLECTED]
    lately = sum(as_of - (row["last_activity_at"] or row["created_at"]) <= timedelta(7) for row in neglected)
    said = tile_said(app, "Neglected")
    assert f"worth **{money(leakage.expected(Filters()), data.currency())}** at most".replace(SPACE, " ") in said
    assert f" {lately:,} had an activity, or came in, within 7 days: " in written(app)
    deals = [row["opportunity_amount"] for row in rows if row["leakage_class"] == "lost_later"]
    known = [float(each) for each in deals if each is not None]
    amount = money(sum(known), data.currency()).replace(SPACE, " ")
    assert 0 < len(known) < len(deals)
    lost = tile_said(app, "Lost")
    assert f"{len(deals):,} of them in deals of {amount}, {len(deals) - len(known):,} without an amount" in lost


def test_from_the_neglected_of_a_period_it_is_one_step_to_those_of_all_time(warehouse: Path, version: Path) -> None:
    number = sum(row["leakage_class"] in NEGLECTED for row in kept(version, Filters()))
    app = opened("leakage", period="90d")
    worth = money(leakage.expected(Filters()), data.currency())
    assert app.button(key="all_leads_neglected").label == f"{number:,}{SPACE}of all time, {worth} →"
    app.button(key="all_leads_neglected").click().run()
    assert app.query_params["period"] == "all"
    assert app.button(key="show_leads_neglected").label == f"{number:,}{SPACE}leads{SPACE}→"


def test_a_list_of_neglected_leads_begins_with_the_one_left_alone_for_the_longest(warehouse: Path) -> None:
    app = opened("leakage", period="all", show="leads_neglected")
    assert "the longest without an activity first" in written(app)
    assert all("Due" not in each.value.columns for each in app.dataframe)
    for asked, order in ({"class": "stale"}, "longest without"), ({"class": "won"}, "newest first"):
        said = [each.value for each in opened("leakage", period="all", **asked).caption]
        assert any(order in each for each in said if " leads, " in each and "neglected leads" not in each)


def test_leads_of_which_nothing_is_known_are_counted_among_those_on_time(changed: Path) -> None:
    change(
        changed,
        "update fct_leads set leakage_class = 'open_on_time', leakage_fate = 'in_progress', is_neglected = false, "
        "is_leaked = false, response_outcome = 'not_measurable' where lead_key in (select lead_key from fct_leads "
        "where is_counted order by lead_key limit 7)",
    )
    assert leakage.unknown(Filters()) == 7
    assert "of 7 on time nothing is known" in written(opened("leakage", period="all"))


def test_amounts_say_so_where_opportunities_were_not_exported(changed: Path) -> None:
    change(
        changed,
        "update meta_coverage set is_exported = false where subject = 'opportunities'",
        "update fct_leads set opportunity_amount = null",
    )
    assert data.absence("lead_amount_lost", Filters()) == "not exported"
    assert "deals of" not in tile_said(opened("leakage", period="all"), "Lost")
