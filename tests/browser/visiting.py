"""One tab of the dashboards: how it opens pages, waits for them, and what goes wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Dialog, Locator, Page, Route, expect

from dashboards.app import SECTIONS

PAGES = {name.replace("_", "-"): title for listed in SECTIONS.values() for name, title in listed}
"""The title of every page of the menu by its name in the URL."""

HEIGHT = 900
LONG = 30_000
"""Milliseconds within which a page must be drawn, also on a slow machine."""


@dataclass
class Visit:
    """One tab, and what went wrong in it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of scripts, and every request that would leave the machine, which is refused."""
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("dialog", self._refuse_dialog)
        self.page.context.route("**/*", self._refuse_outside)

    def _refuse_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _refuse_outside(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:", "file:")):
            route.fallback()
        else:
            self.faults.append(f"outside contact: {url}")
            route.abort()

    def open(self, path: str) -> None:
        """Open a page and wait until all of it is drawn."""
        self.page.goto(f"{self.address}/{path}")
        self.wait()

    def wait(self) -> None:
        """Wait until the page is drawn and at rest."""
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible(timeout=LONG)
        self.page.locator("[data-test-script-state=notRunning]").wait_for(state="attached", timeout=LONG)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=LONG)

    def tile(self, label: str) -> str:
        """The number on a tile."""
        tile = self.page.get_by_test_id("stMetric").filter(has_text=label).first
        return tile.get_by_test_id("stMetricValue").inner_text()

    def tiles(self) -> list[str]:
        """The numbers on all tiles."""
        return self.page.get_by_test_id("stMetricValue").all_inner_texts()

    def asked(self) -> dict[str, list[str]]:
        """What the URL names."""
        return parse_qs(urlsplit(self.page.url).query)

    def errors(self) -> Locator:
        """What the page shows of errors."""
        return self.page.get_by_test_id("stException")
