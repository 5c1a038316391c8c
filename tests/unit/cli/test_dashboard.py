"""`leadhouse dashboard` serves the pages on this machine only and ends when it is told to."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from leadhouse.commands.dashboard import FIRST_PORT, LOCAL_HOST, free_port, streamlit_command

STARTS_WITHIN_SECONDS = 60


def wait_for(address: str) -> str:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "the dashboards did not start"
            time.sleep(0.2)


def test_it_serves_and_ends_with_its_process(demo_warehouse: Path):
    port = free_port(LOCAL_HOST)
    command = [sys.executable, "-m", "leadhouse", "dashboard", "--port", str(port), "--no-browser"]
    with subprocess.Popen(
        [*command, "--warehouse", str(demo_warehouse)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert wait_for(f"http://{LOCAL_HOST}:{port}/_stcore/health") == "ok"
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=30)
    assert f"http://{LOCAL_HOST}:{port}" in errors
    with socket.create_server((LOCAL_HOST, port)):
        pass


def test_a_taken_port_is_passed_over():
    first = free_port(LOCAL_HOST)
    with socket.create_server((LOCAL_HOST, first)):
        assert free_port(LOCAL_HOST) > first >= FIRST_PORT


def test_it_contacts_nobody_and_listens_where_it_is_told():
    command = " ".join(streamlit_command("127.0.0.1", 8600, headless=True))
    for part in (
        "--server.address 127.0.0.1",
        "--server.port 8600",
        "--server.headless true",
        "--browser.gatherUsageStats false",
        "--server.fileWatcherType none",
    ):
        assert part in command
