"""The charts by what they say to the browser: which rows, which words, what is drawn strong, hollow or dashed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboards import growth
from dashboards.components import charts, discipline, funnel_charts
from dashboards.components.bridge import NARROWEST, bridge_chart
from dashboards.components.formats import FEW, SPACE
from dashboards.components.theme import LIGHT
from dashboards.filters import Filters

RATES = pl.DataFrame(
    {
        "source": ["web", "list", "few"],
        "label": ["Web", "Bought lists of people who never asked for anything", "Few"],
        "hits": [60, 10, 1],
        "of": [100, 100, FEW - 1],
        "value": [0.6, 0.1, 0.25],
        "low": [0.5, 0.05, 0.05],
        "high": [0.69, 0.17, 0.7],
        "evidence": ["above", "below", "may be chance"],
    }
)


def layers(chart: Any) -> list[dict[str, Any]]:
    """The layers of a chart, each with its rows."""
    spec = chart.to_dict()
    return [{**layer, "rows": spec["datasets"][layer.get("data", spec.get("data"))["name"]]} for layer in spec["layer"]]


def texts(chart: Any, field: str) -> list[str]:
    """What the layers of text write from a field."""
    drawn = [
        each for each in layers(chart) if each["mark"]["type"] == "text" and field in str(each["encoding"]["text"])
    ]
    return [row[field] for each in drawn for row in each["rows"]]


def test_a_rate_and_its_n_stand_beside_the_dot() -> None:
    chart = charts.dots(RATES, "label", "met")
    assert texts(chart, "shown") == [f"60.0{SPACE}%", f"10.0{SPACE}%", f"1 of {FEW - 1}"]
    assert texts(chart, "many") == ["100", "100", ""]


def test_too_few_for_a_rate_have_no_dot() -> None:
    dots = next(each for each in layers(charts.dots(RATES, "label", "met")) if each["mark"]["type"] == "point")
    assert [row["label"] for row in dots["rows"]] == ["Web", "Bought lists of people who never asked for anything"]


@pytest.mark.parametrize("less_is_better", [False, True])
def test_the_worse_side_is_warm(less_is_better: bool) -> None:
    chart = charts.dots(RATES, "label", "met", less_is_better)
    scale = next(each for each in layers(chart) if each["mark"]["type"] == "point")["encoding"]["fill"]["scale"]
    paint = dict(zip(scale["domain"], scale["range"], strict=True))
    worse = "above" if less_is_better else "below"
    assert [name for name, colour in paint.items() if colour == LIGHT.warm] == [worse]


def test_a_mark_keeps_the_raw_value_that_a_click_filters_by() -> None:
    dots = next(each for each in layers(charts.dots(RATES, "label", "met")) if each["mark"]["type"] == "point")
    assert [row["source"] for row in dots["rows"]] == ["web", "list"]


def test_nothing_of_a_long_name_is_cut_off() -> None:
    long = RATES["label"][1]
    assert charts.wrapped(long).split("\n") == ["Bought lists of people who", "never asked for anything"]
    assert charts.wrapped("x" * 60).replace("\n", "") == "x" * 60
    assert charts.wrapped(None).strip() == ""
    assert charts.rows_high(["a", "b\nc"]) > charts.rows_high(["a", "b"])


def test_a_pareto_is_strong_as_far_as_four_fifths() -> None:
    """Of 50, 30, 15 and 5 of 100 the first two are four fifths."""
    frame = pl.DataFrame(
        {
            "reason": ["a", "b", "c", "d"],
            "value": [50, 30, 15, 5],
            "share": [0.5, 0.3, 0.15, 0.05],
            "cumulative_share": [0.5, 0.8, 0.95, 1.0],
        }
    )
    bars = next(each for each in layers(charts.bars(frame, "reason", str)) if each["mark"]["type"] == "bar")
    assert [row["strength"] for row in bars["rows"]] == [1.0, 1.0, 0.45, 0.45]
    assert texts(charts.bars(frame, "reason", str), "added_up") == [f"{each}.0{SPACE}%" for each in (50, 80, 95, 100)]
    plain = charts.bars(frame.drop("cumulative_share"), "reason", str)
    assert all(
        row["strength"] == 1.0 for each in layers(plain) if each["mark"]["type"] == "bar" for row in each["rows"]
    )


@pytest.mark.parametrize("young", [False, None])
def test_months_still_maturing_are_dashed_from_the_last_mature_one(young: bool | None) -> None:
    months = [date(2026, month, 1) for month in (8, 9, 10, 11)]
    frame = pl.DataFrame(
        {
            "month_of": months,
            "value": [0.2, 0.3, 0.2, 0.1],
            "low": [0.1] * 4,
            "high": [0.4] * 4,
            "of": [50] * 4,
            "is_mature": pl.Series([True, True, young, young], dtype=pl.Boolean),
        }
    )
    lines = [each for each in layers(charts.trend(frame, "month_of", "met")) if each["mark"]["type"] == "line"]
    drawn = {tuple(each["mark"]["strokeDash"]): [row["month"][:7] for row in each["rows"]] for each in lines}
    assert drawn == {(1, 0): ["2026-08", "2026-09"], (4, 4): ["2026-09", "2026-10", "2026-11"]}


def test_a_month_in_part_at_either_end_is_joined_to_the_whole_month_beside_it_alone() -> None:
    months = [date(2026, month, 1) for month in (7, 8, 9, 10)]
    frame = pl.DataFrame({"month_of": months, "is_mature": [False, True, True, False], "of": [50] * 4}).with_columns(
        value=pl.lit(0.5), low=pl.lit(0.4), high=pl.lit(0.6)
    )
    lines = [each for each in layers(charts.trend(frame, "month_of", "met")) if each["mark"]["type"] == "line"]
    drawn = [(each["mark"]["strokeDash"], [row["month"][5:7] for row in each["rows"]]) for each in lines]
    assert drawn == [([1, 0], ["08", "09"]), ([4, 4], ["07", "08"]), ([4, 4], ["09", "10"])]
    none = [each for each in layers(charts.trend(frame[:1], "month_of", "met")) if each["mark"]["type"] == "line"]
    assert [row["month"][5:7] for row in none[-1]["rows"]] == ["07"]


def test_small_changes_look_small_on_a_bridge() -> None:
    ends = {"start": [0.5, 0.51], "end": [0.51, 0.505]}
    steps = pl.DataFrame({"step": ["Mix", "Web"], "effect": [0.01, -0.005], "shown": [0.01, -0.005], **ends})
    bar = next(each for each in layers(bridge_chart(steps, "before", "now", "met")) if each["mark"]["type"] == "bar")
    low, high = bar["encoding"]["x"]["scale"]["domain"]
    assert high - low == pytest.approx(NARROWEST)
    assert low < 0.5 < 0.51 < high
    assert [row["direction"] for row in bar["rows"]] == ["up", "down"]
    # Where all of it may be chance the bars are pale.
    faint = layers(bridge_chart(steps, "before", "now", "met", is_chance=True))
    paints = [
        next(each for each in drawn if each["mark"]["type"] == "bar")["encoding"]["color"]["scale"]["range"]
        for drawn in (layers(bridge_chart(steps, "before", "now", "met")), faint)
    ]
    assert paints == [[LIGHT.ours, LIGHT.warm], [LIGHT.scale[1], LIGHT.warm_pale]]


def test_what_nobody_has_is_a_column_too() -> None:
    rows = {"owner": ["1", "1"], "owner_label": ["Ada", "Ada"], "hits": [9, 2], "of": [10, 3], "value": [0.9, 2 / 3]}
    found = pl.DataFrame({**rows, "metric": ["rep_sla_met_rate", "reason_given_rate"]})
    table = discipline.side_by_side(found)
    assert table.columns == ["Owner", *discipline.DISCIPLINE.values()]
    assert table.row(0) == ("Ada", f"90.0{SPACE}%", None, None, None, "2 of 3")
    assert discipline.side_by_side(found.clear()).columns == table.columns
    cells = layers(discipline.cells(found))[0]["rows"]
    assert [row["shade"] for row in cells] == [0.9, None]


def test_reps_are_read_against_all_of_them() -> None:
    """9 of 10 and 3 of 30 are 12 of 40: 30 %."""
    rows = {"owner": ["1", "2"], "owner_label": ["Ada", "Bo"], "hits": [9, 3], "of": [10, 30], "value": [0.9, 0.1]}
    found = pl.DataFrame({**rows, "metric": ["reason_given_rate"] * 2})
    assert discipline.of_all(found).select("named", "shown").rows() == [("All reps", f"30.0{SPACE}%")]
    names = layers(discipline.cells(found))[0]["encoding"]["y"]["sort"]
    assert names == ["All reps", "Ada", "Bo"]


def test_the_name_of_a_month_stands_under_the_middle_of_its_bar(warehouse: Path) -> None:
    months = growth.by_month("leads_created", Filters(date(2026, 1, 1), date(2026, 10, 31)))
    chart = funnel_charts.against(months, str, "Leads", False).to_dict()
    bars = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "bar")
    # Ten months in the width: half of a month is a twentieth.
    assert bars["encoding"]["x"]["axis"]["labelOffset"] == {"expr": "width / 20"}
    assert bars["encoding"]["x"]["bandPosition"] == 0.5
