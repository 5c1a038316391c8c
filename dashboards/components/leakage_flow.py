"""The flow of leads: all that count at the left, what became of them, and at the right the class that each is in.

Reads a frame of `leakage.flow`; draws as many ribbons as there are fates and classes. Nothing is lost on the way: the
ribbons that leave a block are as high as the block.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import altair as alt
import polars as pl

from dashboards.components.charts import Chart
from dashboards.components.formats import count, percent
from dashboards.components.theme import colours

HEIGHT = 408
"""Height of the picture in pixels."""

TOP = 42
"""Room for the heads of the columns and the words of the first fate above the flow, in pixels."""

SLOT = 16
"""Least height of a class in pixels, so that its words have room."""

AIR = 2
"""Least air between two classes in pixels."""

GAP = 18
"""Air between two fates in pixels: the words of the lower one stand in it, above its block."""

LABELS = 330
"""Width of the words beside the classes in pixels."""

NARROWEST = 60
"""Width of the flow in pixels where the words leave no room for more."""

WIDE = 620
"""Width in pixels from which the fates have their words in the flow."""

ROOMY = 760
"""Width in pixels from which the heads of the columns do not run into each other."""

HEAD = 8.0
"""Where the heads of the columns stand, in pixels from the top."""

STEPS = 24
"""Pieces that a ribbon is drawn in."""

BLOCK, MIDDLE = 0.018, 0.42
"""Width of a block and place of the fates, as shares of the flow's width."""


class Span(NamedTuple):
    """From one height to another, in pixels from the top."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


def leakage_flow(frame: pl.DataFrame) -> Chart:
    """Draw the flow from all leads over their fates to their classes."""
    rows = frame.to_dicts()
    scale = _scale([row["leads"] for row in rows], len({row["fate"] for row in rows}))
    classes = _classes(rows, scale)
    fates = _fates(rows, classes, scale)
    total = Span(fates[0][1].top, fates[0][1].top + sum(row["leads"] for row in rows) * scale)
    total = _centred(total, classes)
    ribbons, blocks = [], [{"fate": "all", "x": 0.0, "x2": BLOCK, "top": total.top, "bottom": total.bottom}]
    for (row, span), part in zip(fates, _stacked(total, [span.height for _, span in fates]), strict=True):
        ribbons += _ribbon(row["fate"], row, part, span, (BLOCK, MIDDLE))
        blocks.append({**row, "x": MIDDLE, "x2": MIDDLE + BLOCK, "top": span.top, "bottom": span.bottom})
        own = [(each, place) for each, place in classes if each["fate"] == row["fate"]]
        for (each, place), out in zip(own, _stacked(span, [place.height for _, place in own]), strict=True):
            ribbons += _ribbon(each["leakage_class"], each, out, place, (MIDDLE + BLOCK, 1 - BLOCK))
            blocks.append({**each, "x": 1 - BLOCK, "x2": 1.0, "top": place.top, "bottom": place.bottom})
    return _drawn(ribbons, blocks, _words(rows, fates, classes))


def _scale(leads: list[int], fates: int) -> float:
    """Return how many pixels a lead is high, so that all classes and the air between the fates fill the height."""
    room, low, high = HEIGHT - TOP - GAP * (fates - 1), 0.0, HEIGHT / max(1, *leads)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(max(SLOT, each * middle + AIR) for each in leads) <= room else (low, middle)
    return low


def _classes(rows: list[dict], scale: float) -> list[tuple[dict, Span]]:
    """Return where each class stands: in the middle of a slot that has room for its words."""
    placed, top = [], float(TOP)
    for before, row in pairwise([None, *rows]):
        assert row is not None
        top += GAP if before and before["fate"] != row["fate"] else 0
        height = row["leads"] * scale
        slot = max(SLOT, height + AIR)
        placed.append((row, Span(top + (slot - height) / 2, top + (slot + height) / 2)))
        top += slot
    return placed


def _fates(rows: list[dict], classes: list[tuple[dict, Span]], scale: float) -> list[tuple[dict, Span]]:
    """Return where each fate stands: as high as its classes together, in the middle of them."""
    placed = []
    whole = sum(row["leads"] for row in rows)
    for fate in dict.fromkeys(row["fate"] for row in rows):
        own = [(row, span) for row, span in classes if row["fate"] == fate]
        leads = sum(row["leads"] for row, _ in own)
        span = _centred(Span(0, leads * scale), own)
        placed.append(({**own[0][0], "leakage_class_label": None, "leads": leads, "share": leads / whole}, span))
    return placed


def _centred(span: Span, among: list[tuple[dict, Span]]) -> Span:
    middle = (among[0][1].top + among[-1][1].bottom) / 2
    return Span(middle - span.height / 2, middle + span.height / 2)


def _stacked(span: Span, heights: list[float]) -> list[Span]:
    """Return the parts of a block, one below the other, as high as given."""
    parts, top = [], span.top
    for height in heights:
        parts.append(Span(top, top + height))
        top += height
    return parts


def _ribbon(name: str, row: dict, start: Span, end: Span, across: tuple[float, float]) -> list[dict[str, Any]]:
    """Return the points of a ribbon between two blocks, level where it leaves and where it arrives."""
    about = _about(row)
    points = []
    for step in range(STEPS + 1):
        share = step / STEPS
        bent = share * share * (3 - 2 * share)
        points.append(
            {
                **about,
                "ribbon": name,
                "x": across[0] + (across[1] - across[0]) * share,
                "top": start.top + (end.top - start.top) * bent,
                "bottom": start.bottom + (end.bottom - start.bottom) * bent,
            }
        )
    return points


def _about(row: dict) -> dict[str, Any]:
    """Return what is said of a ribbon on hover."""
    named = row["leakage_class_label"] or row["label"]
    means = row["description"] if row["leakage_class_label"] else ""
    return {"fate": row["fate"], "named": named, "means": means, "leads": row["leads"], "shown": percent(row["share"])}


def _words(rows: list[dict], fates: list, classes: list) -> dict[str, pl.DataFrame]:
    """Return the words of the blocks, each with its place: those of fates above, those of classes beside them."""
    whole = count(sum(row["leads"] for row in rows))

    def placed(found: list, name: str, x: float, above: int = 0) -> pl.DataFrame:
        return pl.DataFrame(
            [
                {
                    "x": x,
                    "y": span.top - above if above else (span.top + span.bottom) / 2,
                    "text": f"{row[name]}  ·  {count(row['leads'])}  ·  {percent(row['share'], 1)}",
                }
                for row, span in found
            ]
        )

    return {
        "all": pl.DataFrame([{"x": 0.0, "y": HEAD, "text": f"Leads created  ·  {whole}"}]),
        "heads": pl.DataFrame(
            [{"x": MIDDLE, "y": HEAD, "text": "what became of them"}, {"x": 1 - BLOCK, "y": HEAD, "text": "by class"}]
        ),
        "fates": placed(fates, "label", MIDDLE, 9),
        "classes": placed(classes, "leakage_class_label", 1.0),
    }


def fate_colours() -> dict[str, str]:
    """Return the colour of each fate: ours where leads go on, grey where we lost, warm where they leaked."""
    shown = colours()
    named = {"won": shown.ours, "in_progress": shown.ours, "lost": shown.other, "dropped": shown.warm}
    return {"all": shown.other, **named, "neglected": shown.warm}


def _drawn(ribbons: list[dict], blocks: list[dict], words: dict[str, pl.DataFrame]) -> Chart:
    shown, named = colours(), fate_colours()
    end = alt.ExprRef(f"max({NARROWEST}, width - {LABELS})")
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], rangeMax=end, nice=False))
    heights = alt.Scale(domain=[0, HEIGHT], reverse=True, nice=False)
    y = alt.Y("top:Q", axis=None, scale=heights)
    coloured = alt.Scale(domain=list(named), range=list(named.values()))
    color = alt.Color("fate:N", scale=coloured, legend=None)
    hover = [
        alt.Tooltip("named:N", title=" "),
        alt.Tooltip("means:N", title="means"),
        alt.Tooltip("leads:Q", title="leads", format=","),
        alt.Tooltip("shown:N", title="of all"),
    ]
    flow = alt.Chart(pl.DataFrame(ribbons)).mark_area(opacity=0.28)
    block = alt.Chart(
        pl.DataFrame(blocks, infer_schema_length=None).select("fate", "x", "x2", "top", "bottom")
    ).mark_rect()
    wide, roomy = (alt.ExprRef(f"width < {least} ? 0 : 1") for least in (WIDE, ROOMY))
    layers: list[Any] = [
        flow.encode(x=x, y=y, y2="bottom:Q", color=color, detail="ribbon:N", tooltip=hover),
        block.encode(x=x, x2="x2:Q", y=y, y2="bottom:Q", color=color),
    ]

    def words_of(name: str, **look: Any) -> alt.Chart:
        text = alt.Chart(words[name]).mark_text(align="left", **look)
        return text.encode(x=x, y=alt.Y("y:Q", axis=None, scale=heights), text="text:N")

    layers += [
        words_of("all", color=shown.ink),
        words_of("heads", color=shown.quiet, fontStyle="italic", opacity=roomy),
        words_of("fates", color=shown.ink, opacity=wide),
        words_of("classes", color=shown.ink, dx=8),
    ]
    return alt.layer(*layers).properties(height=HEIGHT)
