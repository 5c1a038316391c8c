"""The ways to a closing as a picture: each an ordered row of channels, how often it was gone and what it won.

Drawn as text that wraps, so that a long way can be read on a phone too. Names of channels are escaped.
"""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboards.components.formats import count, money, rate
from dashboards.components.theme import colours

MOST_WAYS = 8
"""Ways in the picture; the table has them all."""

MOST_STEPS = 8
"""Steps of a way that are drawn; a longer one ends in dots."""

HEAD = (
    '<div class="ways"><div class="way head"><div>way</div><div>deals closed, the strong part won</div>'
    '<div class="said"><span>won</span><span>win rate</span><span>amount won</span></div></div></div>'
)
"""What the columns of the picture are."""


@st.fragment
def ways_picture(title: str, found: pl.DataFrame, labels: dict[str, str], currency: str, alt: str) -> None:
    """Draw the most frequent ways under their title, or the table of all when the visitor asks for it.

    Args:
        found: rows of `marketing.ways`.
        labels: names of the channels.
        alt: what is seen, for who cannot see it.
    """
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(title, anchor=False, width="stretch")
        as_table = st.toggle("Table", key="table_ways")
    named = found.with_columns(steps=pl.col("steps").list.eval(pl.element().replace(labels)).list.join(" → "))
    if not found.height:
        st.markdown(":gray[no data]")
    elif as_table:
        st.dataframe(named, hide_index=True, alt=alt)
    else:
        most = int(found["opportunities"].max() or 1)  # type: ignore[arg-type]
        rows = [_way(way, labels, currency, most) for way in found.head(MOST_WAYS).to_dicts()]
        st.html(f'{HEAD}<div class="ways" role="list" aria-label="{escape(alt)}">{"".join(rows)}</div>')


def _way(way: dict, labels: dict[str, str], currency: str, most: int) -> str:
    """Return the markup of a way: its steps, a bar as long as it is frequent, and the figures."""
    names = [escape(labels.get(each, each)) for each in way["steps"]]
    drawn = names if len(names) <= MOST_STEPS else [*names[: MOST_STEPS - 1], "…"]
    steps = "<b>→</b>".join(f"<span>{each}</span>" for each in drawn)
    won, closed = way["won"], way["opportunities"]
    said = (f"{count(won)} of {count(closed)}", rate(won / closed, won, closed), money(way["won_amount"], currency))
    # Too few for a rate: the fraction stands before it already.
    shown = "".join(
        f"<span>{'' if number == 1 and each == said[0] else each}</span>" for number, each in enumerate(said)
    )
    bars = "".join(
        f'<i class="{part}" style="background: {colours().ours}; width: {way[part] / most * 100:.1f}%"></i>'
        for part in ("opportunities", "won")
    )
    return (
        f'<div class="way" role="listitem"><div class="steps">{steps}</div>'
        f'<div class="often">{bars}</div><div class="said">{shown}</div></div>'
    )
