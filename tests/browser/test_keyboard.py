"""Every page by keyboard alone: Tab reaches each control; filters and tiles are used without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import LONG, PAGES, Visit

MOST_STOPS = 600
"""Presses of Tab after which a page without an end is a trap."""

MARK_CONTROLS = """() => {
    const asked = 'a[href], button, input, select, textarea, summary, [role=combobox], [role=button], [role=tab]';
    // Of buttons that exclude each other Tab reaches the one that is chosen, and arrows the others.
    const other = each => each.role === 'radio' && each.ariaChecked === 'false';
    const shown = each => each.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && each.getBoundingClientRect().width > 0 && !each.closest('[aria-hidden=true], [inert]');
    const controls = [...document.querySelectorAll(asked)]
        .filter(each => shown(each) && !other(each) && !each.disabled && each.tabIndex >= 0);
    controls.forEach((each, number) => each.dataset.control = number);
    return controls.map(each => each.outerHTML.slice(0, 200));
}"""

NOTE_FOCUS = """() => {
    const place = document.activeElement;
    const first = place && !place.dataset.visited;
    if (place) place.dataset.visited = true;
    return place === document.body ? null : [place.dataset.control ?? '', first];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_every_control_of_a_page(visit: Visit, path: str) -> None:
    visit.open(path)
    controls = visit.page.evaluate(MARK_CONTROLS)
    reached, stops = set(), 0
    while stops < MOST_STOPS:
        visit.page.keyboard.press("Tab")
        stops += 1
        focused = visit.page.evaluate(NOTE_FOCUS)
        if focused is None or (not focused[1] and focused[0] == "0"):
            break
        reached.add(focused[0])
    assert stops < MOST_STOPS
    assert [html for number, html in enumerate(controls) if str(number) not in reached] == []


def test_a_filter_is_set_by_keyboard(visit: Visit) -> None:
    visit.open("qualification?period=all")
    before = visit.tiles()[0]
    visit.page.get_by_role("combobox", name="Source").focus()
    visit.page.keyboard.type("Web")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**source=web**", timeout=LONG)
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_test_id("stMetricValue").first).not_to_have_text(before, timeout=LONG)


def test_the_records_of_a_tile_are_listed_by_keyboard(visit: Visit) -> None:
    visit.open("qualification?period=all")
    visit.page.locator("[class*=st-key-show_qualification_rate] button").first.focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**show=qualification_rate**", timeout=LONG)
    visit.wait()
    expect(visit.page.get_by_role("heading", name="Qualified").first).to_be_visible(timeout=LONG)


def test_of_buttons_that_exclude_each_other_arrows_choose(visit: Visit) -> None:
    visit.open("attribution-paths?period=all")
    visit.page.get_by_role("radio", checked=True).first.focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**ways=several**", timeout=LONG)
