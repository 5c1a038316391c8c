"""Hostile text in every field and in the link: nothing is executed, fetched or broken, and no file starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current
from tests.browser.conftest import serving, visiting
from tests.browser.hostile import OUTSIDE, TEXTS, hostile_warehouse
from tests.browser.visiting import LONG, PAGES, Visit

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NAMES = ("period", "compare", "source", "team", "owner", "show", "model", "lead", "campaign")


@pytest.fixture(scope="module")
def hostile(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of dashboards on hostile texts, and the published version behind them."""
    folder = hostile_warehouse(demo_warehouse, tmp_path_factory.mktemp("hostile") / "warehouse")
    with serving(folder, tmp_path_factory.mktemp("hostile_server")) as address:
        yield address, require_current(Warehouse.at(folder))


@pytest.fixture
def tab(browser: Browser, hostile: tuple[str, Path]) -> Iterator[Visit]:
    """A tab of those dashboards."""
    with visiting(browser, hostile[0]) as visit:
        yield visit


def check_harmless(tab: Visit) -> None:
    """Nothing of the text has become more than text."""
    expect(tab.errors()).to_have_count(0)
    assert tab.page.evaluate("window.hacked === undefined")
    for made in (f"[src^='{OUTSIDE}']", f"[href^='{OUTSIDE}']", "[href^='javascript']", "[onerror]", "iframe"):
        expect(tab.page.get_by_test_id("stMain").locator(made)).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_hostile_text_in_every_field_is_only_text(tab: Visit, path: str) -> None:
    tab.open(f"{path}?period=all")
    check_harmless(tab)


def test_hostile_text_about_one_record_is_only_text(tab: Visit, hostile: tuple[str, Path]) -> None:
    with duckdb.connect(str(hostile[1]), read_only=True) as published:
        leads = published.execute(
            """select min(lead_key) from fct_leads where company is not null
               group by starts_with(company, '<script'), starts_with(company, '!['), starts_with(company, '[')"""
        ).fetchall()
        campaigns = published.execute(
            "select campaign_key from dim_campaigns where starts_with(campaign_name, '![') limit 1"
        ).fetchall()
    assert len(leads) == 4
    links = [f"leads?lead={quote(key)}" for (key,) in leads] + [f"campaigns?campaign={quote(k)}" for (k,) in campaigns]
    for link in links:
        tab.open(link)
        check_harmless(tab)


@pytest.mark.parametrize("number", range(5))
def test_hostile_text_in_the_link_is_only_text(tab: Visit, number: int) -> None:
    path = ("response-time", "funnel", "leads", "campaigns", "attribution-paths")[number]
    tab.open(f"{path}?" + "&".join(f"{name}={quote(TEXTS[number])}" for name in NAMES))
    check_harmless(tab)


def test_no_cell_of_a_download_starts_a_formula(tab: Visit) -> None:
    tab.open("qualification?period=all")
    with tab.page.expect_download(timeout=LONG) as download:
        tab.page.get_by_role("button", name="Download CSV").last.click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) > 100
    assert any(cell.startswith(("'=", "'\t")) for row in rows for cell in row)
    for cell in (cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)):
        float(cell)
