"""The page of one lead: what stands on top, who gets the credit for its deal, how its events are told."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import polars as pl

from dashboards.components.formats import SPACE, duration
from dashboards.components.timeline import timeline_markup
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened


def test_the_page_of_a_won_lead_says_once_what_it_is_worth_when_it_closed_and_who_gets_the_credit(
    warehouse: Path, version: Path
) -> None:
    credits = read(version, "fct_campaign_attribution").filter(attribution_model="linear").drop_nulls("touchpoint_key")
    shared = credits.group_by("opportunity_key").len().filter(len=2)["opportunity_key"]
    won = read(version, "fct_opportunities").filter(
        "is_won", "is_counted", pl.col("opportunity_key").is_in(shared.implode())
    )
    deal = (
        won.filter(pl.col("amount") > 0)
        .drop_nulls(["lead_key", "closed_date"])
        .sort("opportunity_key")
        .row(0, named=True)
    )
    app = opened("leads", lead=deal["lead_key"])
    shown = "".join(str(each.value) for each in app.html).replace(SPACE, " ")
    # Two touches: half of the deal each, to the cent, and the whole below.
    assert shown.count("<td>50.0 %</td>") == 2
    assert f"<td>100 %</td><td>{deal['amount']:,.2f}</td>" in shown
    closed = deal["closed_date"]
    assert f"won on {closed.day} {closed:%b %Y}" in shown
    assert "<dt>Status</dt>" not in shown
    # Words of the definitions stay in the table of everything.
    assert not re.search(r"class \d+ and the first that fits|response_slas", shown)


def test_where_an_event_is_written_is_told_on_demand(warehouse: Path, version: Path) -> None:
    key = read(version, "fct_activities").drop_nulls("lead_key").sort("activity_key")["lead_key"][0]
    app = opened("leads", lead=key)
    assert not any("csv record" in str(each.value) for each in app.html)
    app.toggle(key="tells_sources").set_value(True).run()
    assert any("csv record" in str(each.value) for each in app.html)


def test_times_of_a_timeline_have_seconds_as_the_response_time_has() -> None:
    row = dict.fromkeys(("detail", "who", "counts_as", "file", "row")) | {"by_day": False, "what": "Call"}
    first, then = datetime(2026, 10, 8, 11, 56, 55), datetime(2026, 10, 8, 13, 34, 8)
    markup = timeline_markup([{**row, "at": first}, {**row, "at": then}])
    assert "11:56:55" in markup
    assert "13:34:08" in markup
    # 1 h 37 min 13 s lie between them: told without seconds they would seem to be 1 h 38 min.
    assert duration((then - first).total_seconds() / 60).replace(SPACE, " ") == "1 h 37 min"
