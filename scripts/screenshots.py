"""Takes the pictures of the dashboards that the documentation shows, from a warehouse with the demo company.

    leadhouse demo --no-dashboard --warehouse target/demo
    python scripts/screenshots.py target/demo            # all pages
    python scripts/screenshots.py target/demo reps data  # these

Needs Debian's `chromium`. Serves the dashboards on a port of this machine and looks at each page as at a screen of
1440 points. Writes `docs/screenshots/<page>.png`, few colours, at most 300 KB each; refuses to keep a larger one
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

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from leadhouse.commands.dashboard import streamlit_command
from leadhouse.settings import child_environment

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
PAGES = {
    "funnel": ("period=12m", 1000),
    "response-time": ("period=90d", 1000),
    "leakage": ("period=12m", 1000),
    "qualification": ("period=12m", 1000),
    "reps": ("period=12m", 1000),
    "campaigns": ("period=12m", 1100),
    "attribution-paths": ("period=12m", 1000),
    "lost-reasons": ("period=12m", 1000),
    "leads": ("", 1000),
    "data": ("", 1000),
}
"""Each page with its filters and the height of its picture in points."""

WIDTH = 1440
COLOURS = 128
MOST_BYTES = 300_000
LONG = 60_000
"""Milliseconds within which a page must be drawn."""

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main(asked: list[str]) -> None:
    """Take the pictures of the pages named, or of all."""
    warehouse, *names = asked
    with served(Path(warehouse).resolve()) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for name in names or PAGES:
            filters, height = PAGES[name]
            context = chromium.new_context(viewport={"width": WIDTH, "height": height}, color_scheme="light")
            taken = compressed(picture_of(context.new_page(), f"{address}/{name}?{filters}"))
            context.close()
            if len(taken) > MOST_BYTES:
                raise SystemExit(f"{name}: {len(taken):,} bytes, more than {MOST_BYTES:,}")
            (PICTURES / f"{name}.png").write_bytes(taken)
            print(f"{name}.png {len(taken):,} bytes")
        chromium.close()


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
