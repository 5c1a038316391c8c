"""Charts of a page, read from what it sent to the screen and drawn without a screen.

Reads Streamlit's message of a chart: a Vega-Lite specification and its data in Arrow's format. Returns specifications
that hold their data, and SVG drawn by vl-convert, which needs neither a browser nor a network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import polars as pl

VEGA_LITE = "6.4"
FONT = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
"""Fonts of one width: what is measured here fits wherever the report is read."""

NARROW = 420
"""Width below which the words of a legend stand one below the other."""

COMPOSED = ("hconcat", "vconcat", "concat", "facet", "repeat")


def specification(message: Any, width: int) -> dict:
    """Return the chart of a message, with its data, as wide as the place that it has.

    Args:
        message: Streamlit's VegaLiteChart.
        width: pixels.
    """
    chart: dict = json.loads(message.spec)
    chart["datasets"] = {each.name: list(_rows(each.data.data)) for each in message.datasets}
    if message.data.data:
        chart["data"] = {"values": list(_rows(message.data.data))}
    chart = _settled(chart, width)
    if not any(key in chart for key in COMPOSED) and not _has_facets(chart):
        chart["width"] = width
        chart["autosize"] = {"type": "fit-x" if "height" not in chart else "fit", "contains": "padding"}
    return chart


def _settled(part: Any, width: int) -> Any:
    """Return a part of a specification with its font replaced, and legends that suit the width.

    A legend whose columns depend on the width is laid out for one width and drawn for another, so that a part is cut.
    """
    if isinstance(part, list):
        return [_settled(each, width) for each in part]
    if not isinstance(part, dict):
        return part
    settled = {name: each if name == "datasets" else _settled(each, width) for name, each in part.items()}
    if isinstance(settled.get("font"), str):
        settled["font"] = FONT
    if isinstance(settled.get("columns"), dict):
        settled["columns"] = 1 if width < NARROW else 3
    return settled


def _has_facets(chart: dict) -> bool:
    return any(key in chart.get("encoding", {}) for key in ("row", "column", "facet"))


def _rows(arrow: bytes) -> Iterator[dict]:
    for row in pl.read_ipc_stream(BytesIO(arrow)).iter_rows(named=True):
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Return a value that JSON has; days and times without a zone, so that they are drawn as they are written."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return datetime(value.year, value.month, value.day).isoformat() if isinstance(value, date) else value


def drawn(chart: dict) -> str:
    """Return a chart as SVG; what is named in it has a name of its own in this process, so several fit in one file."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE)
    return svg


def width_of(svg: bytes) -> float:
    """Return the width of a picture in pixels."""
    found = re.search(rb'<svg[^>]*? width="([0-9.]+)"', svg)
    return float(found[1]) if found else 0.0


def image(chart: dict, sharpness: float) -> tuple[bytes, int]:
    """Return a chart as PNG on white, and its width on the screen."""
    import vl_convert

    white = {**chart, "background": "white"}
    white["config"] = {**chart.get("config", {}), "background": "white"}
    png: bytes = vl_convert.vegalite_to_png(white, vl_version=VEGA_LITE, scale=sharpness)
    return png, round(int.from_bytes(png[16:20], "big") / sharpness)  # the width stands in PNG's first chunk
