"""Links that ask for what is not there: a value that does not exist, and filters that leave nothing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.visiting import LONG, Visit


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
