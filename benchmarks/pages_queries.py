"""The queries of the pages by themselves: which ones each page asks, and how long each takes.

Runs every page without a browser and notes what it asks of `dashboards.data`; asks that again, alone and by several
users at once, without any answer kept. Reads one published version; writes nothing.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import data, maturity
from dashboards.app import SECTIONS
from dashboards.filters import Filters
from dashboards.places import read_all
from dashboards.timeline import TIMELINES
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current

APP = Path(data.__file__).parent / "app.py"
LINKS: tuple[dict[str, str], ...] = ({}, {"source": "web"})
"""What is asked of each page: what it opens with, and one source."""

SEARCHED = ("anna", "nobody has such a name")
"""What is searched for: a word that many leads have, and some that none has."""

TOO_LONG = 300
Query = tuple[str, tuple[Any, ...]]
AGE = "age of maturity"


def measure_queries(warehouse: Warehouse, rounds: int, users: int) -> list[dict[str, Any]]:
    """Return every query of every page with its seconds: `page`, `query`, `alone`, `together` (lists of seconds)."""
    logging.disable(logging.WARNING)
    pages = [name for listed in SECTIONS.values() for name, _ in listed]
    asked = {page: _asked_by(page) for page in pages}
    asked["leads"] += _of_one_lead()
    path = require_current(warehouse)
    # As the list of leads does in a server.
    read_all(path)
    found: list[dict[str, Any]] = []
    for page, queries in asked.items():
        print(f"  {page}: {len(queries)} queries", file=sys.stderr)
        alone = {query: [_seconds(path, query) for _ in range(rounds)] for query in queries}
        together = _together(path, queries, users)
        found += [
            {"page": page, "query": _words(query), "alone": alone[query], "together": together[query]}
            for query in queries
        ]
    return found


def _asked_by(page: str) -> list[Query]:
    """Return the queries that a page asks, each once."""
    asked: dict[Query, None] = {}
    for link in LINKS:
        # The first run draws the first page of the menu, whichever is asked for.
        app = AppTest.from_file(str(APP), default_timeout=TOO_LONG).run()
        st.cache_data.clear()
        app.switch_page(f"views/{page}.py")
        for name, value in link.items():
            app.query_params[name] = value
        with _noted(asked):
            app.run()
        if app.exception:
            raise RuntimeError(f"{page}: {app.exception[0].message}")
    return list(asked)


def _of_one_lead() -> list[Query]:
    """Return what is asked when somebody searches, and opens a lead: one that was won has the most to tell."""
    key = data.records("customer_rate", ("lead_key",), part="hits", most=1)["lead_key"][0]
    found = [("found_leads", (text, Filters(), "", "lately")) for text in SEARCHED]
    counted = [("lead_states", (text, Filters())) for text in SEARCHED]
    return [*found, *counted, *((question, (key,)) for question in TIMELINES)]


@contextmanager
def _noted(asked: dict[Query, None]) -> Iterator[None]:
    """Note every question and every age of maturity that is asked for."""
    answer, days = data.answer, maturity._mature_days

    def answered(path: Path, question: str, *details: Any) -> Any:
        asked[question, details] = None
        return answer(path, question, *details)

    def aged(path: Path, *details: Any) -> Any:
        asked[AGE, details] = None
        return days(path, *details)

    data.answer, maturity._mature_days = answered, aged  # type: ignore[assignment]
    try:
        yield
    finally:
        data.answer, maturity._mature_days = answer, days


def _seconds(path: Path, query: Query) -> float:
    question, details = query
    ask: Callable[..., Any] = data.answer
    if question == AGE:
        return _timed(lambda: maturity._mature_days.__wrapped__(path, *details))
    return _timed(lambda: ask(path, question, *details))


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _together(path: Path, queries: list[Query], users: int) -> dict[Query, list[float]]:
    """Return the seconds of each query while every user asks all of them, each in an order of their own."""
    begin = Barrier(users)

    def one(number: int) -> list[tuple[Query, float]]:
        order = random.Random(number).sample(queries, len(queries))
        begin.wait()
        return [(query, _seconds(path, query)) for query in order]

    taken: dict[Query, list[float]] = {query: [] for query in queries}
    with ThreadPoolExecutor(users) as pool:
        for each in pool.map(one, range(users)):
            for query, seconds in each:
                taken[query].append(seconds)
    return taken


def _words(query: Query) -> str:
    """Return a query in words, without the dates of its period."""
    question, details = query
    words = []
    for each in details:
        if hasattr(each, "values") and hasattr(each, "first"):
            words += [f"{field}={','.join(kept)}" for field, kept in each.values if field == "source_category"]
        elif isinstance(each, tuple):
            words.append(f"by {', '.join(map(str, each))}" if len(each) < 4 else f"{len(each)} fields")
        elif each is not None:
            words.append(str(each))
    return " ".join(dict.fromkeys([question, *(each for each in words if each != "by ")]))
