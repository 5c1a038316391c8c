"""The pages on campaigns and attribution in a real browser: models, tree, one campaign and its page to send."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import LONG, Visit


@pytest.mark.parametrize(("path", "label"), [("campaigns", "Attributed won"), ("attribution-paths", "Won in all")])
def test_the_model_changes_the_figures_and_leaves_the_filters(visit: Visit, path: str, label: str) -> None:
    visit.open(f"{path}?period=all&source=event&beside=w_shaped")
    before, kept = visit.tile(label), visit.asked()
    visit.page.get_by_role("combobox", name="Attribution model").click()
    visit.page.get_by_role("option", name="First touch", exact=True).click()
    visit.page.wait_for_url("**model=first_touch**", timeout=LONG)
    visit.wait()
    assert visit.tile(label) != before
    assert visit.asked() == kept | {"model": ["first_touch"]}
    visit.page.go_back()
    visit.wait()
    expect(visit.page.get_by_test_id("stMetricValue").first).to_be_visible(timeout=LONG)
    assert visit.asked() == kept


def test_a_campaign_opens_and_one_below_it_is_looked_at(visit: Visit) -> None:
    visit.open("campaigns?period=all")
    rows = visit.page.locator("[class*=st-key-campaign_salesforce]")
    roots = rows.count()
    visit.page.locator("[class*=st-key-open_] button").first.click()
    visit.page.wait_for_url("**open=**", timeout=LONG)
    visit.wait()
    expect(rows.nth(roots)).to_be_visible(timeout=LONG)
    name = rows.nth(1).inner_text()
    rows.nth(1).get_by_role("button").click()
    visit.page.wait_for_url("**campaign=**", timeout=LONG)
    visit.wait()
    expect(visit.page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=LONG)
    expect(visit.page.get_by_role("heading", name="Members")).to_be_visible(timeout=LONG)
    expect(visit.page.get_by_text(re.compile(r"credited touches, newest first · all time"))).to_be_visible(timeout=LONG)


def test_the_page_of_a_campaign_opens_without_the_dashboards(visit: Visit, tmp_path: Path) -> None:
    visit.open("campaigns?period=all")
    root = visit.page.locator("[class*=st-key-campaign_salesforce]").first
    name = root.inner_text()
    root.get_by_role("button").click()
    visit.page.wait_for_url("**campaign=**", timeout=LONG)
    visit.wait()
    with visit.page.expect_download(timeout=LONG) as download:
        visit.page.get_by_role("button", name="Download page").click()
    sheet = tmp_path / "campaign.html"
    download.value.save_as(sheet)
    alone = visit.page.context.new_page()
    fetched: list[str] = []
    alone.on("request", lambda request: fetched.append(request.url))
    alone.goto(sheet.as_uri())
    expect(alone.get_by_role("heading", level=1)).to_have_text(name)
    expect(alone.get_by_role("cell", name="Last touch", exact=True)).to_be_visible()
    assert fetched == [sheet.as_uri()]


@pytest.mark.parametrize("visit", [(768, "light"), (768, "dark")], indirect=True)
@pytest.mark.parametrize("path", ["campaigns?period=all", "attribution-paths?ways=several"])
def test_on_a_tablet_nothing_scrolls_sideways(visit: Visit, path: str) -> None:
    visit.open(path)
    main = visit.page.get_by_test_id("stMain")
    assert main.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)


def test_every_picture_of_the_marketing_pages_says_what_is_seen(visit: Visit) -> None:
    for path, least in (("campaigns?period=all", 4), ("attribution-paths?period=all", 2)):
        visit.open(path)
        charts = visit.page.get_by_test_id("stVegaLiteChart")
        assert charts.count() >= least
        for number in range(charts.count()):
            html = charts.nth(number).evaluate("each => each.outerHTML")
            assert re.search(r'aria-label="[^"]{10,}"', html) or re.search(r'alt="[^"]{10,}"', html)
    expect(visit.page.locator(".ways[role=list][aria-label]")).to_have_count(1)
