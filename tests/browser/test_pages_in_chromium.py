"""Each page in a real browser: no error, no sideways scrolling, no outside contact, links and the back button."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import LONG, PAGES, Visit

SEVERE = ("serious", "critical")
"""The impacts of what keeps people from using a page, as axe-core names them."""


@pytest.mark.parametrize("visit", [(1440, "light"), (768, "dark"), (390, "light")], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_drawn_whole_for_everyone(visit: Visit, path: str, tmp_path: Path) -> None:
    visit.open(path)
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(PAGES[path])
    expect(visit.errors()).to_have_count(0)
    expect(visit.page.get_by_text(re.compile("^data as of"))).to_be_visible()
    main = visit.page.get_by_test_id("stMain")
    assert main.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    visit.page.screenshot(path=tmp_path / f"{path}.png")
    assert (tmp_path / f"{path}.png").stat().st_size > 10_000
    assert barriers(visit.page) == []


def barriers(page: Page) -> list[tuple[str, str]]:
    """What keeps people with a disability from using the page: the rule of axe-core, and the element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"]) for each in found if each["impact"] in SEVERE for node in each["nodes"]]


def test_the_menu_carries_the_filters_along_and_back_returns(visit: Visit) -> None:
    visit.open("response-time?source=web&period=all")
    before = visit.tile("SLA met")
    visit.page.get_by_test_id("stPageLink").get_by_text("Qualification").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Qualification", timeout=LONG)
    visit.wait()
    assert "source=web" in visit.page.url
    assert "period=all" in visit.page.url
    visit.page.go_back()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Response time", timeout=LONG)
    visit.wait()
    assert "source=web" in visit.page.url
    assert visit.tile("SLA met") == before


def test_a_filter_changes_the_link_and_back_undoes_it(visit: Visit) -> None:
    visit.open("response-time?period=all")
    before = visit.tile("SLA met")
    visit.page.get_by_role("combobox", name="Source").click()
    visit.page.get_by_role("option", name="Web", exact=True).click()
    visit.page.wait_for_url("**source=web**", timeout=LONG)
    visit.page.keyboard.press("Escape")
    visit.wait()
    after = visit.tile("SLA met")
    assert after != before
    visit.page.go_back()
    expect(visit.page.get_by_test_id("stMetricValue").first).to_have_text(re.compile(re.escape(before)), timeout=LONG)
    assert "source" not in visit.page.url


def test_a_shared_link_gives_the_same_view(visit: Visit, browser: Browser, served: str) -> None:
    visit.open("lost-reasons?period=all&source=web&show=amount_lost")
    shown = visit.page.get_by_test_id("stMetricValue").all_inner_texts()
    other = Visit(browser.new_context().new_page(), served)
    other.open(visit.page.url.removeprefix(f"{served}/"))
    assert other.page.get_by_test_id("stMetricValue").all_inner_texts() == shown
    expect(other.page.get_by_role("heading", name="Amount lost")).to_be_visible()
    other.page.context.close()


def test_a_tile_lists_its_records_and_the_download_has_them_all(visit: Visit) -> None:
    visit.open("response-time?period=all")
    button = visit.page.get_by_role("button", name=re.compile("leads.→")).last
    overdue = int(re.sub(r"\D", "", button.inner_text()))
    button.click()
    visit.page.wait_for_url("**show=overdue_now**", timeout=LONG)
    visit.wait()
    listed = re.compile(rf"^{overdue:,} leads, the most recently overdue")
    expect(visit.page.get_by_text(listed)).to_be_visible(timeout=LONG)
    with visit.page.expect_download(timeout=LONG) as download:
        visit.page.get_by_role("button", name="Download CSV").last.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == overdue > 0
    assert rows[0]["Company"]


def test_every_picture_says_what_is_seen(visit: Visit) -> None:
    visit.open("reps")
    charts = visit.page.get_by_test_id("stVegaLiteChart")
    assert charts.count() >= 5
    for number in range(charts.count()):
        html = charts.nth(number).evaluate("each => each.outerHTML")
        assert re.search(r'aria-label="[^"]{10,}"', html) or re.search(r'alt="[^"]{10,}"', html)


def test_nothing_of_the_server_is_offered(visit: Visit) -> None:
    visit.open("data")
    for word in ("Deploy", "Made with Streamlit"):
        expect(visit.page.get_by_text(word)).to_have_count(0)
