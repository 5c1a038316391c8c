"""What has to fit: columns of a list beside each other, the key above a chart, and rates with their numbers."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from dashboards.components.fitting import (
    AROUND,
    LETTER,
    LINK_AROUND,
    ROOM,
    WIDEST,
    fitted,
    height_of,
    letters,
    more_columns,
    more_rows,
    width_in,
)
from dashboards.components.order_words import order_words
from dashboards.components.record_columns import formats_of
from dashboards.components.theme import key_line
from tests.dashboards.test_pages import opened, written

LISTS = ("funnel", "response_time", "qualification", "reps")


def table(*widths: int) -> pl.DataFrame:
    """A table whose columns hold texts of so many letters."""
    return pl.DataFrame({f"c{number}": ["x" * width] for number, width in enumerate(widths)})


def test_columns_are_shown_until_one_does_not_fit_and_none_after_it() -> None:
    # 25 letters take about 200 pixels: five such columns fit into a list of some 1,050, and a small sixth one.
    assert fitted(table(*[25] * 5), {})[1] == 0
    formats, hidden = fitted(table(*[25] * 6, 1), {})
    assert hidden == 2
    assert [name for name, each in formats.items() if each is None] == ["c5", "c6"]
    assert more_columns(hidden) == " · 2 more columns are in the downloads"
    assert more_columns(1) == " · 1 more column is in the downloads"
    assert more_columns(0) == ""


def test_a_long_text_takes_no_more_than_its_share_of_the_list() -> None:
    formats, hidden = fitted(table(400, 25, 25, 25, 25), {})
    assert hidden == 0
    assert formats["c0"]["width"] == WIDEST < ROOM / 5


def test_a_text_longer_than_those_by_which_the_browser_measures_has_its_width_set() -> None:
    late = pl.DataFrame({"owner": ["x" * 5] * 20 + ["x" * 20], "first": ["x" * 20] + ["x" * 5] * 20})
    formats, _ = fitted(late, {})
    assert width_in(formats, "owner") == round(20 * LETTER + AROUND)
    assert width_in(formats, "first") is None
    # What can be clicked is never cut off: it has room for its arrow, or the browser's own width.
    assert (width_in(fitted(late, {}, "owner")[0], "owner") or 0) > round(20 * LETTER + LINK_AROUND)
    names = pl.DataFrame({"name": ["x" * 20] * 20 + ["x" * 40]})
    assert width_in(fitted(names, {}, "name")[0], "name") is None


def test_tables_say_how_many_rows_are_in_sight_where_they_scroll() -> None:
    assert more_rows(13, 12) == " · 12 in sight, scroll for more"
    assert more_rows(12, 12) == ""


def test_letters_as_they_are_written() -> None:
    moment = datetime(2026, 1, 5, 9, 30)
    for values, expected in (
        (["ab", None, "abcd"], 4),
        ([None, None], 1),
        ([1_234_567, 3], len("1,234,567")),
        ([moment], len("20 Nov 2026, 17:02")),
        ([moment.date()], len("20 Nov 2026")),
    ):
        assert letters(pl.Series(values)) == expected


@pytest.mark.parametrize("page", LISTS)
def test_a_list_says_how_many_columns_stand_in_its_files_only(warehouse: Path, page: str) -> None:
    app = opened(page)
    found = app.dataframe[-1].value
    hidden = fitted(pl.from_pandas(found), formats_of(pl.from_pandas(found)), "Company")[1]
    assert 0 < hidden < len(found.columns) - 5
    assert more_columns(hidden) in written(app)


def narrow_and_wide(text: str) -> list[list[str]]:
    """The lines of a key where the chart is narrow, and where it is wide."""
    found = re.fullmatch(r"width < \d+ \? (\[.*\]) : (\[.*\])", text)
    assert found
    return [json.loads(each) for each in found.groups()]


def test_a_key_takes_more_lines_where_the_chart_is_narrow() -> None:
    words = ("▲ above expected (grey tick)", "▼ below it", "hollow: may be chance")
    narrow, wide = narrow_and_wide(key_line(*words).to_dict()["text"]["expr"])
    assert wide == ["▲ above expected (grey tick) · ▼ below it · hollow: may be chance"]
    assert narrow == ["▲ above expected (grey tick) · ▼ below it", "hollow: may be chance"]


@pytest.mark.parametrize("page", ["response_time", "reps", "qualification"])
def test_ranked_dots_say_by_what_they_stand_in_their_order(warehouse: Path, page: str) -> None:
    assert order_words() in written(opened(page))


def test_groups_with_an_order_of_their_own_claim_no_other(warehouse: Path) -> None:
    assert order_words() not in written(opened("qualification", by="score"))


def test_the_order_says_where_less_is_better() -> None:
    assert "less is better" in order_words(less_is_better=True)
    assert "less is better" not in order_words()


def test_a_list_ends_with_a_whole_row() -> None:
    assert height_of(12, 12)["height"] == "content"
    # Twelve rows and the header, and a line at either end.
    assert height_of(13, 12) == {"row_height": 33, "height": 13 * 33 + 2}
