"""The pages of the dashboards, drawn without a browser or a server.

Runs dashboards/app.py as a visitor's browser would have it run, in Streamlit's own stand-in for one (AppTest), so that
a report's numbers are those of the page: it is the same code. Writes nothing, listens nowhere. Grain: one element tree
per page. Refuses: pages and filters that do not exist, with those that do.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from leadhouse.errors import LeadhouseError, UsageRefused
from leadhouse.warehouse.layout import PROJECT_ROOT

SECONDS = 900
"""How long a page may take: a report has nobody waiting at a screen."""

NOTHING = "1999-01-01..1999-01-31"
"""A period without rows, for the first run of the app, in which it only makes its menu known."""

ALL = "all"
SHOWN = "show_"
"""How the keys of the buttons begin that list a tile's records; the address calls the choice `show`."""

Address = Mapping[str, list[str]]


@dataclass(frozen=True)
class Page:
    """A page of the menu: the name of its file, and its title."""

    name: str
    title: str


def menu() -> list[Page]:
    """Return the pages in the order of the dashboards' menu."""
    with quiet():
        from dashboards.app import SECTIONS

        return [Page(name, title) for listed in SECTIONS.values() for name, title in listed]


def named(asked: str) -> list[Page]:
    """Return the pages that a comma-separated list names: by file, address or title; `all` stands for every one."""
    pages = menu()
    known = {spelling: page for page in pages for spelling in (page.name, page.title.lower().replace(" ", "_"))}
    found: list[Page] = []
    for name in asked.split(","):
        key = name.strip().lower().replace("-", "_").replace(" ", "_")
        if key == ALL:
            found += pages
        elif key in known:
            found.append(known[key])
        else:
            listed = ", ".join(page.name.replace("_", "-") for page in pages)
            raise UsageRefused(f'There is no page "{name.strip()}". Name one or several of: {listed}; or all.')
    return list(dict.fromkeys(found))


def address(filters: str) -> dict[str, list[str]]:
    """Return the filters of `--filters`: what stands behind the `?` of a page's address.

    A field of the facts, such as `source_category`, is known by its name as well as by the address's.
    """
    with quiet():
        from dashboards.components.filter_bar import FIELDS

    short = {field: key for key, (field, *_) in FIELDS.items()}
    try:
        read = parse_qs(filters.lstrip("?"), keep_blank_values=True, strict_parsing=bool(filters))
    except ValueError:
        raise UsageRefused(
            f'--filters "{filters}" cannot be read. Expected is what stands behind the ? of a page\'s address, such as '
            '"period=90d&source=web&source=event", in quotes.'
        ) from None
    return {short.get(name, name): values for name, values in read.items()}


def drawn(page: Page, asked: Address) -> Any:
    """Return the AppTest in which a page was drawn under an address.

    Raises:
        UsageRefused: the address names a filter that the page does not have.
        LeadhouseError: the page could not be drawn.
    """
    with quiet():
        from streamlit.testing.v1 import AppTest

        app = AppTest.from_file(str(PROJECT_ROOT / "dashboards" / "app.py"), default_timeout=SECONDS)
        app.query_params["period"] = NOTHING
        app.run()
        app.query_params.clear()
        app.switch_page(f"views/{page.name}.py")
        for name, values in asked.items():
            app.query_params[name] = values
        app.run()
    if app.exception:
        raise LeadhouseError(
            f'The page "{page.title}" ended in an error ({app.exception[0].proto.type}). See it: leadhouse dashboard'
        )
    return app


def names_of(app: Any) -> set[str]:
    """Return what an address can name on the page that was drawn."""
    from dashboards.app import SHARED

    keys = {node.key for node in app.main if getattr(node, "key", None)}
    shows = {"show"} if any(key.startswith(SHOWN) for key in keys) else set()
    return keys | shows | set(SHARED)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Run where Streamlit finds the dashboards' settings, without its remarks on running without a server."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.chdir(PROJECT_ROOT):
            yield
    finally:
        logging.disable(before)
