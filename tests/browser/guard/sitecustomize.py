"""Loaded by Python at the start of the served dashboards: notes every contact that would leave the machine.

Writes one line per attempt into the file that `LEADHOUSE_TEST_CONTACTS` names, and refuses the attempt.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")


def _is_here(place: Any) -> bool:
    """Whether an address is this machine's: a socket file, nobody, or a loopback address."""
    if not isinstance(place, str) or place.startswith("/"):
        return True
    if place in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(place)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in WATCHED:
        return
    # A connection names the socket and its address; a look-up begins with the host.
    place = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    host = place[0] if isinstance(place, tuple) else place
    if not _is_here(host):
        with open(os.environ["LEADHOUSE_TEST_CONTACTS"], "a") as noted:
            noted.write(f"{event} {host}\n")
        raise PermissionError(f"{event} {host}: the dashboards must not leave the machine")


sys.addaudithook(_watch)
