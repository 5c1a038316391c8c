"""The pages on the screen: seconds until the first number stands there, and until it follows a filter.

Serves the dashboards as the user does and opens each page in Chromium, each time on a version that nobody has looked
at yet: no answer is kept from before. Every link to the published file is a version of its own. Writes those links.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Page, sync_playwright

from dashboards.app import SECTIONS
from leadhouse.commands.dashboard import streamlit_command
from leadhouse.settings import child_environment
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import VERSION_FORMAT, point_to, published_at, require_current, version_of

CHROMIUM = os.environ.get("LEADHOUSE_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NUMBER = "[data-testid=stMetricValue], [data-testid=stDataFrame]"
"""Where the first number of a page stands: on a tile, or in the list of a page without tiles."""

LONG = 60_000
START_SECONDS = 60
SOURCE = "Web"


def measure_screens(warehouse: Warehouse) -> dict[str, dict[str, float]]:
    """Return per page the seconds to the `first` number, to `all` of the page, and to a number after a `filter`."""
    found: dict[str, dict[str, float]] = {}
    with _served(warehouse) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        tab = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        # The first page of a server loads its libraries: no visitor's page is measured by that.
        _open(tab, f"{address}/data")
        for name in [name for listed in SECTIONS.values() for name, _ in listed]:
            _publish_again(warehouse)
            found[name] = _measured(tab, f"{address}/{name.replace('_', '-')}")
            print(f"  {name}: {found[name]}", file=sys.stderr)
        chromium.close()
    return found


def _measured(tab: Page, url: str) -> dict[str, float]:
    tab.goto("about:blank")
    first, everything = _open(tab, url)
    found = {"first": first, "all": everything}
    source = tab.get_by_role("combobox", name="Source")
    if tab.locator("[data-testid=stMetricValue]").count() and source.count():
        before = tab.locator("[data-testid=stMetricValue]").all_inner_texts()
        source.first.click()
        tab.get_by_role("option", name=SOURCE, exact=True).click()
        start = time.perf_counter()
        tab.wait_for_function(
            """before => { const now = [...document.querySelectorAll('[data-testid=stMetricValue]')];
                return now.some((each, number) => each.innerText !== before[number]); }""",
            arg=before,
            timeout=LONG,
        )
        found["filter"] = time.perf_counter() - start
        _wait_until_drawn(tab)
    return found


def _open(tab: Page, url: str) -> tuple[float, float]:
    """Open a page; return the seconds to its first number and to its end."""
    start = time.perf_counter()
    tab.goto(url, wait_until="commit")
    tab.locator(NUMBER).first.wait_for(state="visible", timeout=LONG)
    first = time.perf_counter() - start
    _wait_until_drawn(tab)
    return first, time.perf_counter() - start


def _wait_until_drawn(tab: Page) -> None:
    tab.locator("[data-test-script-state=notRunning]").wait_for(state="attached", timeout=LONG)
    tab.locator("[data-testid=stSkeleton]").first.wait_for(state="detached", timeout=LONG)


def _publish_again(warehouse: Warehouse) -> None:
    """Publish the same file as one more version."""
    current = require_current(warehouse)
    moment = published_at(version_of(current)) + timedelta(seconds=1)
    again = current.with_name(f"leadhouse-{moment.strftime(VERSION_FORMAT)}.duckdb")
    os.link(current, again)
    point_to(warehouse, again)


@contextmanager
def _served(warehouse: Warehouse) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = child_environment({"LEADHOUSE_WAREHOUSE": str(warehouse.root)})
    with (warehouse.root / "streamlit.log").open("w") as log:
        server = subprocess.Popen(
            streamlit_command("127.0.0.1", port, headless=True), env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_healthy(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The dashboards did not start.")
