"""What has to fit: columns of a list beside each other, the key above a chart, and rates with their numbers."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboards import data
from dashboards.components import funnel_cells
from dashboards.components.fitting import ROOM, WIDEST, fitted, letters, more_columns
from dashboards.components.funnel_groups import RATES, whole
from dashboards.components.order_words import order_words
from dashboards.components.record_columns import formats_of
from dashboards.components.theme import key_line
from tests.dashboards.test_charts import layers
from tests.dashboards.test_data import read
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
    assert more_columns(hidden) == " · 2 more columns in the files"
    assert more_columns(1) == " · 1 more column in the files"
    assert more_columns(0) == ""


def test_a_long_text_takes_no_more_than_its_share_of_the_list() -> None:
    formats, hidden = fitted(table(400, 25, 25, 25, 25), {})
    assert hidden == 0
    assert formats["c0"]["width"] == WIDEST < ROOM / 5


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


def drawn(version: Path, by: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The cells of the groups and the row of all leads, as the page draws them."""
    leads = data.metric("leads_created", (by,)).select(by, leads="n")
    rates = [
        data.ranking(name, by, data.EVERYTHING).with_columns(step_label=pl.lit(step)) for name, step in RATES.items()
    ]
    frame = leads.join(pl.concat(rates, how="diagonal"), on=by, nulls_equal=True)
    chart = funnel_cells.cells(frame, whole(data.EVERYTHING), f"{by}_label")
    cells, _, everybody = layers(chart)
    return cells["rows"], everybody["rows"]


def test_each_group_says_how_many_leads_it_has_and_all_stand_above(warehouse: Path, version: Path) -> None:
    counted = read(version, "fct_leads").filter("is_counted")
    cells, everybody = drawn(version, "source_category")
    assert {each["named"] for each in everybody} == {f"All\n{counted.height:,} leads"}
    of_web = counted.filter(source_category="web").height
    assert f"Web\n{of_web:,} leads" in {each["named"] for each in cells}
    # Rates of all leads, each counted here by its own flag.
    flags = {"Contacted": "reached_contacted", "Qualified": "is_qualified", "Opportunity": "has_opportunity"}
    for step, flag in flags.items():
        text = next(each["text"] for each in everybody if each["step_label"] == step)
        assert text.replace("\u00a0", " ") == f"{counted[flag].sum() / counted.height * 100:.1f} %"


def test_the_shades_of_the_cells_have_a_key(warehouse: Path, version: Path) -> None:
    frame = data.ranking("customer_rate", "team", data.EVERYTHING).with_columns(leads=1, step_label=pl.lit("Won"))
    frame = frame.with_columns(pl.col("team").fill_null("No team"))
    chart = funnel_cells.cells(frame, whole(data.EVERYTHING), "team").to_dict()
    _, wide = narrow_and_wide(chart["title"]["text"]["expr"])
    assert wide == ["▲ strong: above all · pale: may be chance · ▼ orange: below all"]


@pytest.mark.parametrize("page", ["response_time", "reps", "qualification"])
def test_ranked_dots_say_by_what_they_stand_in_their_order(warehouse: Path, page: str) -> None:
    assert order_words() in written(opened(page))


def test_groups_with_an_order_of_their_own_claim_no_other(warehouse: Path) -> None:
    assert order_words() not in written(opened("qualification", by="score"))


def test_the_order_goes_by_the_upper_end_where_less_is_better() -> None:
    assert "upper end" in order_words(less_is_better=True)
    assert "lower end" in order_words()
