"""`leadhouse dashboard`: the pages, in a browser.

Reads the published version through dashboards/app.py; writes nothing. Listens on 127.0.0.1 unless told otherwise,
contacts nobody. Refuses: a warehouse without a published version, a port that is taken.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.errors import WarehouseBusy
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse

FIRST_PORT = 8501
PORTS_TRIED = 50
LOCAL_HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help=f"Default: the first free one from {FIRST_PORT}.")
@click.option("--host", default=LOCAL_HOST, show_default=True, help="Address to listen on. There is no login.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@warehouse_option
def dashboard(port: int | None, host: str, no_browser: bool, warehouse: Warehouse) -> None:
    """Open the dashboards on the published version.

    They follow each new version by themselves. Ctrl-C ends them.

    \b
    Example:
        leadhouse dashboard
        leadhouse dashboard --port 8600 --no-browser
    """
    from leadhouse.warehouse.versions import require_current

    require_current(warehouse)
    serve(warehouse, host, free_port(host) if port is None else require_free(host, port), not no_browser)


def free_port(host: str) -> int:
    """The first port from FIRST_PORT that nobody listens on."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise WarehouseBusy(f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is free. Name one: --port N")


def require_free(host: str, port: int) -> int:
    """The port, if nobody listens on it."""
    if not _is_free(host, port):
        raise WarehouseBusy(f"Port {port} is in use. Name another: leadhouse dashboard --port {free_port(host)}")
    return port


def _is_free(host: str, port: int) -> bool:
    try:
        with socket.create_server((host, port)):
            return True
    except OSError:
        return False


def serve(warehouse: Warehouse, host: str, port: int, open_browser: bool) -> NoReturn:
    """Become the process that serves the dashboards, so that signals and its exit code are its own."""
    from leadhouse.settings import child_environment

    click.echo(f"Dashboards of {warehouse.root}: http://{host}:{port} (Ctrl-C ends them)", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    headless = not (open_browser and sys.stdout.isatty())
    os.chdir(PROJECT_ROOT)  # where the pages' settings are
    environment = child_environment({"LEADHOUSE_WAREHOUSE": str(warehouse.root)})
    os.execve(sys.executable, streamlit_command(host, port, headless), environment)


def streamlit_command(host: str, port: int, headless: bool) -> list[str]:
    """The command that serves the pages, without contact to anybody and without watching files."""
    settings = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": str(headless).lower(),
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": "localhost" if host == LOCAL_HOST else host,
    }
    flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(PROJECT_ROOT / "dashboards" / "app.py"), *flags]
