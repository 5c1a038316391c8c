"""The tiles of a page drawn from a link, as a visitor reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.components.formats import SPACE, in_unit, rate
from tests.dashboards.recounting.tiles import Found

APP = Path(data.__file__).parent / "app.py"
RATES = ("rate", "complement")
ALIKE = "like for like"


class NotDrawn(Exception):
    """A page that ended in an error."""


def drawn(page: str, link: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """Per metric of the page the number on its tile and how many records it offers; empty: nothing to show.

    Raises:
        NotDrawn: the page ended in an error.
    """
    app = _opened(page, link)
    offers = [each for each in app.button if each.key and each.key.startswith("show_")]
    assert len(offers) == len(app.metric)
    return {
        str(offer.key).removeprefix("show_"): (
            str(tile.value),
            int(re.split(rf"[ {SPACE}]", offer.label)[0].replace(",", "")),
        )
        for tile, offer in zip(app.metric, offers, strict=True)
    }


def drawn_changes(page: str, link: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Per metric of the page the change beside its number, and the figure that it is held against; empty texts: none.

    Raises:
        NotDrawn: the page ended in an error.
    """
    found = {}
    for column in _opened(page, link).columns:
        if len(column.metric) == 1 and column.button:
            under = column.caption[0].value.replace("  \n", "\n")
            words = re.search(rf"^({ALIKE}, old enough to judge: .*? )?vs (.*?)(?:, may be chance)?$", under, re.M)
            change = str(column.metric[0].delta or "")
            # The change names what it is of where, and only where, it is not of the number above.
            assert not change or change.endswith(f" {ALIKE}") == bool(words and words[1])
            change = change.removesuffix(f" {ALIKE}")
            found[str(column.button[0].key).removeprefix("show_")] = (change, words[2] if words else "")
    return found


def _opened(page: str, link: dict[str, Any]) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.switch_page(f"views/{page}.py")
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    if app.exception:
        raise NotDrawn(app.exception[0].message)
    return app


def expected_number(name: str, true: Found) -> str:
    """How a figure is written on a tile."""
    asked = data.definition(name)
    if asked.measure_type in RATES:
        return rate(true.value, true.hits, true.of)
    return in_unit(true.value, asked, data.currency())
