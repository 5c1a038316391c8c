"""Takes the pictures of the dashboards that the documentation shows, from a warehouse with the demo company.

    leadhouse demo --no-dashboard --warehouse target/demo
    python scripts/screenshots.py target/demo            # all pages
    python scripts/screenshots.py target/demo reps lead  # these

Needs Debian's `chromium`. Serves the dashboards on a port of this machine and looks at each page as at a screen of
1440 points. Writes `docs/screenshots/<name>.png`, few colours, at most 300 KB each; refuses to keep a larger one
and a page that shows an error.
"""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import duckdb
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from dashboards.components.hint import COOKIE
from leadhouse.commands.dashboard import streamlit_command
from leadhouse.settings import child_environment

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
PAGES = {
    "funnel": ("funnel?period=12m", 1000),
    "response-time": ("response-time?period=90d", 1000),
    "leakage": ("leakage?period=12m", 1000),
    "qualification": ("qualification?period=12m", 1000),
    "reps": ("reps?period=12m", 1000),
    "campaigns": ("campaigns?period=12m", 1000),
    "attribution-paths": ("attribution-paths?period=12m", 1000),
    "lost-reasons": ("lost-reasons?period=12m", 1000),
    "leads": ("leads", 800),
    "lead": ("leads?lead={lead}", 1000),
    "data": ("data", 1000),
}
"""Each picture with the address of its page and its height in points."""

TELLING = """
    select lead_key from fct_leads
    where is_counted and is_won and contact_attempts between 3 and 5 and response_outcome = 'met'
    order by created_at desc limit 1
"""
"""The lead whose timeline is shown: one to which much happened."""

WIDTH = 1440
COLOURS = 128
MOST_BYTES = 300_000
LONG = 60_000
"""Milliseconds within which a page must be drawn."""

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main(asked: list[str]) -> None:
    """Take the pictures of the pages named, or of all."""
    folder, *names = asked
    warehouse = Path(folder).resolve()
    if not (warehouse / "published" / "CURRENT").is_file():
        raise SystemExit(
            f"{folder} has no published version. Make one: leadhouse demo --no-dashboard --warehouse {folder}"
        )
    with served(warehouse) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for name in names or PAGES:
            path, height = PAGES[name]
            context = chromium.new_context(viewport={"width": WIDTH, "height": height}, color_scheme="light")
            context.add_cookies([{"name": COOKIE, "value": "read", "url": address}])
            asked_for = path.format(lead=telling_lead(warehouse)) if "{" in path else path
            taken = compressed(picture_of(context.new_page(), f"{address}/{asked_for}"))
            context.close()
            if len(taken) > MOST_BYTES:
                raise SystemExit(f"{name}: {len(taken):,} bytes, more than {MOST_BYTES:,}")
            (PICTURES / f"{name}.png").write_bytes(taken)
            print(f"{name}.png {len(taken):,} bytes")
        chromium.close()


def telling_lead(warehouse: Path) -> str:
    """Return the key of the lead whose timeline is shown."""
    published = warehouse / "published"
    current = (published / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(published / current), read_only=True) as connection:
        return quote(connection.execute(TELLING).fetchall()[0][0])


def picture_of(page: Page, address: str) -> bytes:
    """Open a page, wait until all of it is drawn, and return what the screen shows."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=LONG)
    page.locator("[data-test-script-state=notRunning]").wait_for(state="attached", timeout=LONG)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=LONG)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.wait_for_timeout(1500)  # charts fade in
    return page.screenshot()


def compressed(png: bytes) -> bytes:
    """Return a picture with few colours: a page is paper, ink and some strokes."""
    written = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


@contextmanager
def served(warehouse: Path) -> Iterator[str]:
    """Serve the dashboards of a warehouse; yields their address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = streamlit_command("127.0.0.1", port, headless=True)
    quiet = subprocess.DEVNULL
    environment = child_environment({"LEADHOUSE_WAREHOUSE": str(warehouse)})
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LONG / 1000
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The dashboards did not start.")


if __name__ == "__main__":
    main(sys.argv[1:])
