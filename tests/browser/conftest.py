"""The dashboards served as `leadhouse dashboard` serves them, and a Chromium to look at them."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from leadhouse.commands.dashboard import streamlit_command
from leadhouse.settings import child_environment

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60


@pytest.fixture(scope="session")
def served(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboards on the demo warehouse."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "streamlit.log"
    with log.open("w") as written:
        server = subprocess.Popen(
            streamlit_command("127.0.0.1", port, headless=True),
            cwd=ROOT,
            env=child_environment({"LEADHOUSE_WAREHOUSE": str(demo_warehouse)}),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)
    assert "Traceback" not in log.read_text()


def wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail when it has ended or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "The dashboards ended at once."
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The dashboards did not answer within {START_SECONDS} seconds.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that contacts nobody by itself."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield chromium
        chromium.close()
