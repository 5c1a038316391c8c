"""leadhouse.toml, and the inboxes that it names.

Reads leadhouse.toml and asks whether the inboxes may be read; writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from leadhouse.errors import InputRefused
from leadhouse.settings import Inbox, read_settings
from leadhouse.warehouse.checkup.finding import ERROR, Finding
from leadhouse.warehouse.checkup.visit import Visit


def check(visit: Visit) -> Iterator[Finding]:
    """Settings that cannot be used, inboxes that are not there or may not be read."""
    settings = visit.warehouse.settings
    if settings.exists() and not os.access(settings, os.R_OK):
        return
    try:
        inboxes = read_settings(visit.warehouse).inboxes
    except InputRefused as refused:
        yield Finding(ERROR, str(refused), "Nothing can be built or run until it is corrected.", f"Edit {settings}")
        return
    for inbox in inboxes:
        for problem in _problems(inbox):
            yield Finding(
                ERROR,
                problem,
                "`leadhouse run` cannot load it, and builds nothing before it can.",
                f"Correct the [[inbox]] in {settings}, then: leadhouse run",
            )


def _problems(inbox: Inbox) -> Iterator[str]:
    for path in filter(None, (inbox.path, inbox.mapping)):
        if not path.exists():
            yield f"The inbox {inbox.path} names {path}, which does not exist."
        elif not os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK):
            yield f"The inbox {inbox.path} names {path}, which this user may not read."
