"""What a visitor does to a page, and what happens to it meanwhile: marks, wrong links, empty results, a new version."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, expect

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import point_to, require_current
from tests.browser.conftest import serving, visiting
from tests.browser.visiting import LONG, Visit


def test_a_click_on_a_mark_keeps_only_what_it_stands_for(visit: Visit) -> None:
    visit.open("response-time?period=all")
    before = visit.tiles()[0]
    visit.page.locator("[class*=st-key-chart_source] g.mark-symbol path").first.click()
    visit.page.wait_for_url("**source=**", timeout=LONG)
    first = visit.page.get_by_test_id("stMetricValue").first
    expect(first).not_to_have_text(before, timeout=LONG)
    visit.wait()
    visit.page.go_back()
    expect(first).to_have_text(before, timeout=LONG)
    assert "source" not in visit.asked()


def test_a_value_of_the_link_that_does_not_exist_is_named(visit: Visit) -> None:
    visit.open("qualification?period=all")
    everything = visit.tiles()
    visit.open("qualification?period=all&team=Nobody")
    expect(visit.page.get_by_text('The link names the team "Nobody"')).to_be_visible(timeout=LONG)
    assert visit.tiles() == everything


def test_an_empty_result_says_which_filter_emptied_it_and_drops_it(visit: Visit) -> None:
    visit.open("qualification?period=1999-01-01..1999-12-31&source=web")
    expect(visit.page.get_by_text(re.compile("No data: the filter on period leaves nothing"))).to_be_visible()
    expect(visit.page.get_by_test_id("stMetric")).to_have_count(0)
    visit.page.get_by_role("button", name="Drop the filter on period").click()
    visit.page.wait_for_url("**period=all**", timeout=LONG)
    expect(visit.page.get_by_test_id("stMetric").first).to_be_visible(timeout=LONG)
    assert visit.asked() == {"period": ["all"], "source": ["web"]}


def test_an_open_page_shows_a_new_version_by_itself(browser: Browser, demo_warehouse: Path, tmp_path: Path) -> None:
    warehouse, published = Warehouse.at(tmp_path / "warehouse"), require_current(Warehouse.at(demo_warehouse))
    warehouse.published.mkdir(parents=True)
    first = warehouse.published / published.name
    shutil.copy(published, first)
    warehouse.pointer.write_text(first.name + "\n")
    with serving(warehouse.root, tmp_path) as address, visiting(browser, address) as tab:
        tab.open("qualification?period=all&source=web")
        before = tab.tile("Leads created")
        newer = first.with_name("leadhouse-29991231T235959000000Z.duckdb")
        shutil.copy(published, newer)
        with duckdb.connect(str(newer)) as connection:
            one = "select min(lead_key) from fct_leads where is_counted and source_category = 'web'"
            connection.execute(f"update fct_leads set is_counted = false where lead_key = ({one})")
        point_to(warehouse, newer)
        fewer = f"{int(before.replace(',', '')) - 1:,}"
        shown = tab.page.get_by_test_id("stMetric").filter(has_text="Leads created").get_by_test_id("stMetricValue")
        expect(shown).to_have_text(fewer, timeout=LONG)
        expect(tab.page.get_by_text(re.compile("^New data: as of"))).to_be_visible(timeout=LONG)
        assert tab.asked() == {"period": ["all"], "source": ["web"]}
