"""Whatever the CRM holds, no page reads it as markup: neither in a sentence nor in a heading, label or hint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from dashboards.published import current_path
from tests.browser.hostile import hostile_warehouse
from tests.dashboards.conftest import pages_reading
from tests.dashboards.test_pages import PAGES, opened
from tests.sharing import made_once

PICTURE = "![picture](http://outside.example/picture.png)"
"""Stands before every text of the data; as text of its own each of its signs has a backslash before it."""

SHOWN_AS_IT_IS = {"VegaLiteChart", "Selectbox", "MultiSelect", "Code", "Html"}
"""Elements that never read text as Markdown. What they make of tags is tried in the browser."""

VIEWS: tuple[dict[str, str], ...] = (
    {"period": "all"},
    {"compare": "last_year"},
    {"period": "all", "source": "partner"},
)


@pytest.fixture(scope="session")
def hostile_everywhere(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which every text that people typed begins with a picture."""

    def made(folder: Path) -> None:
        hostile_warehouse(demo_warehouse, folder, (PICTURE,))

    return made_once(tmp_path_factory, "hostile_everywhere", made)


@pytest.fixture
def hostile(hostile_everywhere: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That warehouse as the pages read it."""
    with pages_reading(hostile_everywhere, monkeypatch):
        yield hostile_everywhere


def texts_of(message: Message) -> Iterator[str]:
    """All texts of an element, those of its parts included."""
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from texts_of(each)
            elif isinstance(each, str):
                yield each


def all_texts(node: Any) -> Iterator[str]:
    """All texts of a page that may be read as markup."""
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message) and type(proto).__name__ not in SHOWN_AS_IT_IS:
        yield from texts_of(proto)
    for child in getattr(node, "children", {}).values():
        yield from all_texts(child)


def check(app: AppTest) -> None:
    """No text of the page holds the picture as markup."""
    texts = list(all_texts(app._tree))
    assert len(texts) > 30
    assert [each for each in texts if PICTURE in each] == []


@pytest.mark.parametrize("url", VIEWS, ids=lambda url: "_".join(url.values()))
@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_the_data_is_markup(hostile: Path, page: str, url: dict[str, str]) -> None:
    check(opened(page, **url))


def test_no_text_of_a_record_is_markup(hostile: Path) -> None:
    with duckdb.connect(str(current_path()), read_only=True) as published:
        leads = published.execute("""
            select min(lead_key) from fct_leads where is_counted and company is not null group by leakage_class
        """).fetchall()
        campaigns = published.execute(
            "select min(campaign_key) from rpt_campaign_roi group by is_return_known"
        ).fetchall()
    assert len(leads) > 5
    assert campaigns
    for (key,) in leads:
        check(opened("leads", lead=key))
    for (key,) in campaigns:
        check(opened("campaigns", campaign=key))


def test_the_picture_is_found_where_it_is_markup() -> None:
    def page() -> None:
        import streamlit

        streamlit.caption("![picture](http://outside.example/picture.png)Halden Systems most: 9")

    assert [each for each in all_texts(AppTest.from_function(page).run()._tree) if PICTURE in each]
