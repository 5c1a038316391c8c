"""Colours and lines of all charts, light and dark, in one place.

Reads the theme of the visitor's browser. Same meaning, same colour on every page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import altair as alt
import streamlit as st


@dataclass(frozen=True)
class Palette:
    """The colours of one theme.

    Attributes:
        ours: the accent, "ours, now".
        other: comparison and expected.
        warm: overdue or lost.
        warm_pale: behind figures that are worse; `ink` can be read on it.
        faint: what stays in the background: grid and empty parts.
        scale: a single-hue sequence from little to much; `ink` can be read on its first three colours.
        categories: what tells categories in one picture apart, for colour-blind readers too; after Okabe and Ito
            (2008), darkened or lightened until each stands out from the page.
    """

    background: str
    ink: str
    quiet: str
    faint: str
    ours: str
    other: str
    warm: str
    warm_pale: str
    scale: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The part of the single-hue sequence on which a figure can be written in ink."""
        return self.scale[:3]


LIGHT = Palette(
    background="#FFFFFF",
    ink="#1B2430",
    quiet="#5B6675",
    faint="#E3E7EC",
    ours="#1F4E8C",
    other="#8590A0",
    warm="#B8460E",
    warm_pale="#F6D3BF",
    scale=("#DCE8F5", "#A9C8E6", "#6C9FD0", "#3A74B0", "#1F4E8C", "#11315C"),
    categories=("#0060A8", "#936700", "#004D3C", "#CA679A", "#3A98DD", "#852300"),
)
DARK = Palette(
    background="#11161D",
    ink="#E7EBF1",
    quiet="#9BA6B5",
    faint="#2C3642",
    ours="#7FB2EE",
    other="#8793A3",
    warm="#F2935C",
    warm_pale="#5A2F17",
    scale=("#1B2A3C", "#24466B", "#35669B", "#5088C4", "#7FB2EE", "#C4DEFA"),
    categories=("#56C2E9", "#E8B100", "#009E74", "#CC79A7", "#3063D0", "#D55E00"),
)
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"


_drawn_in: ContextVar[Palette | None] = ContextVar("drawn_in", default=None)


@contextmanager
def drawn_in(palette: Palette) -> Iterator[None]:
    """Draw in a palette, whatever the visitor sees: for pictures that leave the page."""
    token = _drawn_in.set(palette)
    try:
        yield
    finally:
        _drawn_in.reset(token)


def colours() -> Palette:
    """Return the palette of the theme that the visitor sees, or the one that a picture is drawn in."""
    return _drawn_in.get() or (DARK if st.context.theme.type == "dark" else LIGHT)


KEY_LETTER, NAMES, LETTERS_OF_NARROW = 6.2, 36, 46
"""Width in pixels of a letter of a key and at least of the names beside a chart; letters of a line of a narrow one."""

STEPS = ("qualified", "converted", "opportunity", "won")
"""What a lead can reach, in the order in which the categories' colours are given to it on every page."""


def step_colours() -> dict[str, str]:
    """Return the colour of each step that a lead can reach: the same on every page."""
    return dict(zip(STEPS, colours().categories, strict=False))


def themed(chart: Any) -> Any:
    """Return a chart with the theme's fonts, axes and background."""
    shown = colours()
    axis = {
        "labelColor": shown.quiet,
        "titleColor": shown.quiet,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
        "gridColor": shown.faint,
        "labelAngle": 0,
        "labelLimit": 180,
        "labelPadding": 6,
    }
    legend = {"labelColor": shown.quiet, "titleColor": shown.quiet, "titleFontWeight": "normal", "labelFontSize": 12}
    return (
        chart.configure(background="transparent", font=FONT)
        .configure_axis(**axis)
        .configure_view(stroke=None)
        .configure_legend(**legend, titleFontSize=12, orient="bottom")
        .configure_text(color=shown.ink, fontSize=12, font=FONT)
    )


def percent_axis(**more: Any) -> alt.Axis:
    """Return an axis of shares written `40 %`."""
    written = "format(datum.value * 100, '.0f') + ' %'"
    return alt.Axis(labelExpr=written, tickCount=5, labelOverlap="parity", labelSeparation=4, **more)


def key_line(*words: str) -> alt.TitleParams:
    """Return what the marks of a chart mean, as a line above it; as more lines where the chart is narrow."""
    line, lines = " · ".join(words), [words[0]]
    for word in words[1:]:
        is_full = len(lines[-1]) + len(word) > LETTERS_OF_NARROW
        lines = [*lines, word] if is_full else [*lines[:-1], f"{lines[-1]} · {word}"]
    # The names beside a chart are not part of its width: the line may begin above them.
    narrow = f"width < {len(line) * KEY_LETTER - NAMES:.0f}"
    return alt.TitleParams(
        alt.ExprRef(f"{narrow} ? {_listed(lines)} : {_listed([line])}"),
        anchor="start",
        frame="bounds",
        fontSize=12,
        fontWeight="normal",
        color=colours().quiet,
        offset=14,
    )


def _listed(lines: list[str]) -> str:
    """Return lines as a chart's own language lists them."""
    return json.dumps(lines, ensure_ascii=False)
