"""Spend reports: the tables that connectors land, one plain file, and what is refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import loaders
from loaders.sources.declarations import source

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "spend.md"
Write = Callable[[str, str | bytes], Path]
Query = Callable[[str], list[tuple]]

PLAIN = "platform,account,campaign_id,campaign_name,date,spend,currency,impressions,clicks,utm_campaign\n"
LINE = "Google Ads,42,c1,Spring,2026-01-05,12.50,EUR,100,4,spring\n"
STATS = "_fivetran_id,customer_id,date,device,ad_network_type,id,cost_micros,clicks,impressions\n"
STATS_LINE = "h1,42,2026-01-05,MOBILE,SEARCH,9935249409,12500000,4,100\n"


@pytest.fixture
def load(warehouse: Path) -> Callable[..., loaders.LoadReport]:
    """Loads spend reports."""
    return lambda *paths, **options: loaders.load(
        "spend", list(paths), warehouse, loaded_at=datetime(2026, 3, 31, tzinfo=UTC), **options
    )


def test_a_plain_file_lands_as_text_with_what_it_says(load, write: Write, query: Query) -> None:
    report = load(write("spend_january.csv", PLAIN + LINE))
    assert [(each.object, each.landed, each.rejected) for each in report.files] == [("spend", 1, 0)]
    assert query("select platform, campaign_id, date, spend, _source_system from spend.spend") == [
        ("Google Ads", "c1", "2026-01-05", "12.50", "spend")
    ]


def test_headers_with_spaces_and_capitals_are_those_of_the_plain_file(load, write: Write, query: Query) -> None:
    load(write("spend.csv", "Platform,Campaign Name,Date,Spend\nFair,Expo,2026-01-05,3000\n"))
    assert query("select platform, campaign_name, date, spend from spend.spend") == [
        ("Fair", "Expo", "2026-01-05", "3000")
    ]


def test_the_report_of_a_connector_lands_with_its_unknown_columns(load, write: Write, query: Query) -> None:
    report = load(write("google_ads_campaign_stats.csv", STATS + STATS_LINE))
    assert report.files[0].object == "google_ads_campaign_stats"
    assert query("select id, cost_micros, device from spend.google_ads_campaign_stats") == [
        ("9935249409", "12500000", "MOBILE")
    ]


def test_the_same_content_under_another_name_changes_nothing(load, write: Write, query: Query) -> None:
    load(write("spend.csv", PLAIN + LINE))
    assert load(write("spend_again.csv", PLAIN + LINE)).files[0].skipped
    assert query("select count(*) from spend.spend") == [(1,)]


def test_a_restated_day_lands_beside_its_earlier_version(load, write: Write, query: Query) -> None:
    load(write("spend.csv", PLAIN + LINE))
    load(write("spend.csv", PLAIN + LINE.replace("12.50", "13.00")))
    assert query("select spend from spend.spend order by 1") == [("12.50",), ("13.00",)]


def test_lines_that_do_not_fit_the_header_are_rejected_and_counted(load, write: Write) -> None:
    report = load(write("spend.csv", PLAIN + LINE + "Google Ads,42,c1\n" + LINE.replace("05", "06")))
    assert [(each.records, each.landed, each.rejected) for each in report.files] == [(3, 2, 1)]


@pytest.mark.parametrize("missing", ["platform", "date", "spend"])
def test_a_plain_file_without_what_makes_it_spend_is_refused(load, write: Write, missing: str) -> None:
    text = (PLAIN + LINE).replace(f"{missing},", f"{missing}_of_something,", 1)
    with pytest.raises(loaders.Refused, match=f'no "{missing}"'):
        load(write("spend.csv", text))


def test_days_in_a_local_order_need_to_be_told(load, write: Write, query: Query) -> None:
    path = write("spend.csv", PLAIN + LINE.replace("2026-01-05", "05.01.2026"))
    with pytest.raises(loaders.Refused, match="--date-order"):
        load(path)
    load(path, time_zone="Europe/Berlin", date_order="dmy")
    assert query("select date, _date_order from spend.spend") == [("05.01.2026", "dmy")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "tiktok_campaign_report_hourly.csv",
            "reports of this platform are not read; put what it charged into",
        ),
        ("google_ads_ad_group_stats.csv", "other reports hold the same spend once more"),
        ("campaign_history.csv", r"name the file after it, such as google_ads_campaign_stats\.csv"),
    ],
)
def test_a_report_that_is_not_read_is_refused_with_the_reason(load, write: Write, name: str, reason: str) -> None:
    path = write(name, STATS + STATS_LINE)
    with pytest.raises(loaders.Refused, match=reason):
        load(path)


def test_a_folder_lands_what_is_read_and_lists_the_rest(load, write: Write) -> None:
    write("pinterest_campaign_report.csv", STATS + STATS_LINE)
    folder = write("google_ads_campaign_stats.csv", STATS + STATS_LINE).parent
    report = load(folder)
    assert [each.object for each in report.files] == ["google_ads_campaign_stats"]
    assert [each.file for each in report.ignored] == ["pinterest_campaign_report.csv"]


def test_a_platform_that_was_never_loaded_is_no_news(load, write: Write) -> None:
    assert not [notice for notice in load(write("spend.csv", PLAIN + LINE)).notices if "Never exported" in notice]


def test_the_guide_names_every_report_and_shows_the_header_of_the_plain_file() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [
        table.object for table in source("spend").tables if f"`{table.object}`" not in text and table.object != "spend"
    ] == []
    assert PLAIN in text


def test_the_plain_file_of_the_guide_lands_whole(load, write: Write) -> None:
    (example,) = (
        block for block in GUIDE.read_text(encoding="utf-8").split("```text\n") if block.startswith("platform,")
    )
    report = load(write("spend.csv", example.split("```")[0]))
    assert [(each.records, each.landed) for each in report.files] == [(2, 2)]
