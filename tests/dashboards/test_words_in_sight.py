"""Words that a page owes its reader: row counts, win rates per way, amounts with their currency, what warnings mean."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from dashboards import data, leads, ways
from dashboards.components import coverage, lead_sheet, moved
from dashboards.components.formats import SPACE
from dashboards.components.timeline import timeline_markup
from dashboards.components.trust import WARNINGS, verdict
from dashboards.filters import Filters
from dashboards.published import current_path
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened


def plain(texts: object) -> list[str]:
    """What elements say, with ordinary spaces."""
    return [str(each.value).replace(SPACE, " ") for each in texts]  # type: ignore[attr-defined]


def test_the_page_leads_says_how_many_of_how_many_are_found(warehouse: Path) -> None:
    records = read(current_path(), "fct_leads")
    everything, won = records.height, records.filter(status="converted").height
    assert any(
        f"**All {everything:,} lead records** :gray[· the first 200 are listed, most recently overdue first]" in each
        for each in plain(opened("leads").markdown)
    )
    app = opened("leads", status="converted")
    assert any(f"**{won:,} of {everything:,} lead records**" in each for each in plain(app.markdown))


def test_a_way_shows_its_win_rate_or_too_few_for_one(warehouse: Path) -> None:
    app = opened("attribution_paths", period="all")
    shown = re.findall(
        r'<div class="said"><span>(.*?)</span><span>(.*?)</span><span>', str(app.html[0].value) if app.html else ""
    )
    asked = ways.without_renewals(ways.under(Filters(), ways.usual_model()), "fct_campaign_attribution")
    found = ways.ways(asked).head(len(shown) - 1)
    expected = [
        (f"{row['won']} of {row['opportunities']}", f"{row['won'] / row['opportunities'] * 100:.1f} %")
        for row in found.to_dicts()
    ]
    assert len(expected) > 3
    assert [tuple(each.replace(SPACE, " ") for each in row) for row in shown[1:]] == expected


def test_amounts_and_keys_of_a_lead_are_told_as_people_read_them(warehouse: Path) -> None:
    deals = read(current_path(), "fct_opportunities").filter(pl.col("won_amount") > 0).to_dicts()
    counted = set(read(current_path(), "fct_leads").filter("is_counted")["lead_key"])
    deal = next(each for each in deals if each["lead_key"] in counted)
    lead = leads.lead(deal["lead_key"])
    assert lead
    told = {row["name"]: lead_sheet.in_words(row, lead) for row in leads.reasons(deal["lead_key"]).to_dicts()}
    assert told["won_amount"]["value"] == f"{deal['won_amount']:,.2f} {data.currency()}"
    assert told["opportunity_key"]["value"] == deal["name"]
    assert told["leakage_class"]["value"] == "Won"
    assert not any(deal["opportunity_key"] in row["why"] for row in told.values())
    # A time is no key.
    assert re.search(r"\d\d:\d\d:\d\d", told["leakage_class"]["why"])


def test_the_outcome_of_a_response_is_a_word_of_the_field() -> None:
    event = dict.fromkeys(("what", "who", "detail", "file", "row"), None) | {"what": "Response was due", "at": None}
    assert "response: in time" in timeline_markup([{**event, "counts_as": "response: met", "by_day": False}])


def test_frames_are_explained_where_there_are_any() -> None:
    months = pl.DataFrame({"is_missing": [False, True]})
    assert "Framed" in coverage.how_read(months)
    assert "Framed" not in coverage.how_read(months.filter(~pl.col("is_missing")))


def test_what_a_warning_means_is_told_where_a_test_warns(warehouse: Path) -> None:
    assert WARNINGS not in plain(opened("data").markdown)


def test_a_test_that_warns_is_told_with_what_it_means(changed: Path) -> None:
    change(changed, "update meta_tests set status = 'warn', failures = 3 where rowid = 0")
    assert verdict().startswith("**Yes, but for:** 1 test warns")
    assert WARNINGS in plain(opened("data").markdown)


def test_the_parts_of_a_change_add_up_as_written() -> None:
    # Rounded one by one they would be -2.5 and -1.5 of -4.1.
    sums = {"hits": [2872.0], "of": [10_000.0], "hits_before": [3280.0], "of_before": [10_000.0]}
    found = pl.DataFrame({**sums, "mix_effect": [-0.0154], "rate_effect": [-0.0254], "effect": [-0.0408]})
    parts = re.findall(r"[+-]\d+\.\d", moved._sentence(found, "source", "then"))
    assert parts == ["-4.1", "-2.6", "-1.5"]
