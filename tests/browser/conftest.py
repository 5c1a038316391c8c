"""The dashboards served as `leadhouse dashboard` serves them, and a Chromium to look at them.

Neither leaves the machine: what the browser asks elsewhere for fails its test, what the server asks for fails the run.
"""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

import pytest
from playwright.sync_api import Browser

from leadhouse.commands.dashboard import streamlit_command
from leadhouse.settings import child_environment
from tests.browser.visiting import HEIGHT, Visit

ROOT = Path(__file__).resolve().parents[2]
GUARD = Path(__file__).parent / "guard"
START_SECONDS = 60
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="session")
def served(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboards on the demo warehouse."""
    with serving(demo_warehouse, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(warehouse: Path, folder: Path) -> Iterator[str]:
    """Serve the dashboards of a warehouse; fail in the end when they wrote a traceback or tried to leave the machine.

    Args:
        folder: for the log and the list of contacts.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log, contacts = folder / "streamlit.log", folder / "contacts.txt"
    guarded = {"PYTHONPATH": f"{GUARD}:{ROOT}", "LEADHOUSE_TEST_CONTACTS": str(contacts)}
    with log.open("w") as written:
        server = subprocess.Popen(
            streamlit_command("127.0.0.1", port, headless=True),
            cwd=ROOT,
            env=child_environment({"LEADHOUSE_WAREHOUSE": str(warehouse), **guarded}),
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
    assert not contacts.exists(), contacts.read_text()


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


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Visit]:
    """A tab of the width and theme that the test names (1440 and light otherwise)."""
    width, scheme = cast("tuple[int, Scheme]", getattr(request, "param", (1440, "light")))
    with visiting(browser, served, width, scheme) as tab:
        yield tab


@contextmanager
def visiting(browser: Browser, address: str, width: int = 1440, scheme: Scheme = "light") -> Iterator[Visit]:
    """Open a tab; fail in the end when a script failed in it or something was asked for outside the machine."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    tab = Visit(context.new_page(), address)
    tab.watch()
    yield tab
    context.close()
    assert tab.faults == []
