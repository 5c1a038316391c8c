"""The built site in a real browser: nothing is fetched from elsewhere, nothing scrolls sideways, the search finds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

PAGES = (
    "index",
    "pages/response-time",
    "definitions/metrics",
    "definitions/business",
    "definitions/tables",
    "cookbook",
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_fetch_nothing_from_elsewhere_and_never_scroll_sideways(
    browser: Browser, served: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    # The next page ends what the one before had still asked for, as its icon: that is no fault.
    page.on(
        "requestfailed",
        lambda asked: None if asked.failure == "net::ERR_ABORTED" else faults.append(f"failed: {asked.url}"),
    )
    page.on("response", lambda reply: faults.append(f"{reply.status}: {reply.url}") if reply.status >= 400 else None)
    page.on(
        "request", lambda asked: None if asked.url.startswith((served, "data:", "blob:")) else faults.append(asked.url)
    )
    for name in PAGES:
        page.goto(f"{served}/{name}.html", wait_until="networkidle")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
    context.close()
    assert faults == []


def test_the_search_finds_a_metric(browser: Browser, served: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{served}/index.html", wait_until="load")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").type("never_contacted_rate")
    found = page.locator(".md-search-result__item a").first
    expect(found).to_be_visible(timeout=20_000)
    assert "definitions/metrics.html" in str(found.get_attribute("href"))
    page.context.close()
