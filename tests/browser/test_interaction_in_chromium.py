"""What only a real browser can show: clicks on marks and names, files, what is remembered, and a publish meanwhile."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import serving, visiting
from tests.browser.visiting import LONG, Visit

MARKS = "[class*=st-key-chart_source_] g.mark-symbol path"
"""The dots of the picture of sources."""


def tile(visit: Visit, label: str) -> Locator:
    """The number on a tile, to wait for."""
    return visit.page.get_by_test_id("stMetric").filter(has_text=label).first.get_by_test_id("stMetricValue")


def test_a_click_on_a_mark_filters_again_lets_go_and_back_returns(visit: Visit) -> None:
    visit.open("response-time?period=all")
    marks = visit.page.locator(MARKS)
    expect(marks.nth(1)).to_be_visible(timeout=LONG)
    before, number = visit.tile("SLA met"), marks.count()
    named = re.search(r"named: ([^;]+);", marks.nth(1).get_attribute("aria-label") or "")
    marks.nth(1).click()
    visit.page.wait_for_url("**source=**", timeout=LONG)
    expect(marks).to_have_count(1, timeout=LONG)
    visit.wait()
    after = visit.tile("SLA met")
    assert after != before
    assert named is not None
    expect(visit.page.locator(".st-key-source").get_by_text(named.group(1), exact=True)).to_be_visible()
    marks.first.click()
    expect(marks).to_have_count(number, timeout=LONG)
    expect(tile(visit, "SLA met")).to_have_text(before, timeout=LONG)
    assert visit.asked() == {"period": ["all"]}
    visit.page.go_back()
    expect(tile(visit, "SLA met")).to_have_text(after, timeout=LONG)
    assert "source" in visit.asked()
    visit.page.get_by_role("button", name="Reset").click()
    expect(visit.page.get_by_text("All sources")).to_be_visible(timeout=LONG)


def test_the_name_in_a_row_opens_the_lead_and_back_returns(visit: Visit) -> None:
    visit.open("response-time?period=all&source=web")
    rows = visit.page.get_by_test_id("stDataFrame").last
    rows.scroll_into_view_if_needed()
    box = rows.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + 60, box["y"] + 55)
    visit.page.wait_for_url("**/leads?**lead=**", timeout=LONG)
    visit.wait()
    assert visit.asked()["source"] == ["web"]
    visit.page.go_back()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Response time", timeout=LONG)


@pytest.mark.parametrize(("kind", "begins"), [("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"\xef\xbb\xbf")])
def test_a_picture_is_taken_along(visit: Visit, kind: str, begins: bytes) -> None:
    visit.open("qualification?period=all&source=web")
    visit.page.locator("[class*=st-key-menu_source] button").first.click()
    with visit.page.expect_download(timeout=LONG) as download:
        visit.page.get_by_role("button", name=kind, exact=True).click()
    assert re.fullmatch(rf"qualification_[\w-]+_2026-11-20\.{kind.lower()}", download.value.suggested_filename)
    assert Path(download.value.path()).read_bytes().startswith(begins)


def test_a_list_is_taken_along_with_what_it_shows(visit: Visit) -> None:
    visit.open("response-time?period=all&source=web&show=overdue_now")
    with visit.page.expect_download(timeout=LONG) as download:
        visit.page.get_by_role("button", name="Download XLSX").last.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    said = {row[0].value: row[1].value for row in book["Filters"].iter_rows()}
    assert said["Source"] == "Web"
    assert said["Period"] == "All time"
    assert str(said["Data as of"]).startswith("Fri 20 Nov 2026, 17:02")
    assert f"{book.worksheets[0].max_row - 1:,}" == said["Rows"]
    assert re.sub(r"\D", "", visit.tile("First answer overdue")) == re.sub(r"\D", "", str(said["Rows"]))


def test_the_link_of_a_view_is_offered(visit: Visit) -> None:
    visit.open("response-time?period=30d&source=web&source=event")
    visit.page.get_by_role("button", name="Share", exact=True).click()
    expect(visit.page.get_by_test_id("stCode")).to_have_text(visit.page.url, timeout=LONG)


def test_the_hint_stays_away_when_it_was_read(visit: Visit) -> None:
    visit.open("data")
    visit.page.get_by_role("button", name="Got it").click()
    expect(visit.page.get_by_text("New here?")).to_have_count(0, timeout=LONG)
    visit.open("reps")
    expect(visit.page.get_by_text("New here?")).to_have_count(0)


def test_what_is_published_meanwhile_appears_on_the_open_page(
    browser: Browser, demo_warehouse: Path, tmp_path: Path
) -> None:
    import duckdb

    published = tmp_path / "warehouse" / "published"
    shutil.copytree(demo_warehouse / "published", published)
    pointer = published / "CURRENT"
    name = pointer.read_text(encoding="utf-8").strip()
    later = name.replace("leadhouse-2", "leadhouse-3")
    with serving(published.parent, tmp_path) as address, visiting(browser, address) as visit:
        visit.open("qualification?period=all")
        before = visit.tile("Leads created")
        shutil.copy(published / name, published / later)
        with duckdb.connect(str(published / later)) as connection:
            connection.execute("update fct_leads set is_counted = false where source_category = 'web'")
            left = connection.execute("select count(*) from fct_leads where is_counted").fetchone()
        (published / "next").write_text(f"{later}\n", encoding="utf-8")
        (published / "next").replace(pointer)
        assert left is not None
        expect(tile(visit, "Leads created")).to_have_text(f"{left[0]:,}", timeout=LONG)
        assert before != f"{left[0]:,}"
        assert visit.asked() == {"period": ["all"]}
