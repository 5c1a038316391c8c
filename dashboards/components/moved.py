"""What moved a figure since the period compared with, split exactly: a rate into mix and rates, a sum by its groups.

Reads `data`; writes to the screen only.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.bridge import bridge_chart
from dashboards.components.brought import brought_chart, foremost, gain
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, day, percent, points
from dashboards.components.page import picture
from dashboards.decomposition import bridge
from dashboards.filters import Filters
from dashboards.statistics import may_be_chance

GROUPS = {"source_category": "Source", "owner": "Owner", "team": "Team", "score_band": "Score"}
"""What can have moved a rate, with its header."""

MOST_NAMED = 3
"""Groups that a sentence names."""

PRESENCE = {"entered": "new", "left": "gone"}


@st.fragment
def what_moved(name: str, view: View, fields: tuple[str, ...] = ("source_category", "owner")) -> None:
    """Draw the change of a rate, a number or an amount by the group that the visitor chooses.

    Nothing where there is no period before.
    """
    before = view.compared
    if before is None:
        return
    asked = data.definition(name)
    st.subheader(
        f"{'Who brought the change' if asked.adds_up else 'What moved the figure'}? {asked.label}", anchor=False
    )
    offered = st.segmented_control(
        "By",
        fields,
        format_func=lambda field: f"By {GROUPS[field].lower()}",
        default=fields[0],
        key=f"moved_{name}",
        label_visibility="collapsed",
    )
    by = offered or fields[0]
    if asked.adds_up:
        _of_sum(asked, by, view, before)
    else:
        _of_rate(asked, by, view, before)


def _of_rate(asked: Metric, by: str, view: View, before: Filters) -> None:
    """Draw the bridge of a rate: what the mix brought, and what each group's own rate."""
    name, word = asked.metric, GROUPS[by].lower()
    found = data.what_moved(name, by, view.where, before)
    if not found.height:
        st.markdown(f":gray[{_nothing(name, view)}]")
        return
    whole = "Of leads old enough to judge: " if data.immature(name, view.where) else ""
    said = whole + _sentence(found, word, view.before)
    st.markdown(said)
    steps = bridge(_named(found, by), "group", f"Mix of {word}s", f"Rates of all other {word}s")
    chart = partial(bridge_chart, steps, view.before, view.period, asked.label, _is_chance(found))
    picture(f"Step by step, by {word}", chart, _table(found, by), f"{asked.label}: {said}", f"bridge_{name}")
    st.caption(_note(name, view))


def _of_sum(asked: Metric, by: str, view: View, before: Filters) -> None:
    """Draw what each group brought to the change of a number or an amount."""
    found = data.ask("brought", asked.metric, by, view.where, before)
    label, currency = f"{by}_label" if f"{by}_label" in found.columns else by, data.currency()
    named = found.with_columns(group=pl.col(label).fill_null(f"No {GROUPS[by].lower()}"))
    whole = gain(float(found["effect"].sum()), asked, currency)
    said = f"{whole} against {view.before}: {_first_of(named, asked, currency)}."
    st.markdown(said)
    rows = foremost(named, GROUPS[by].lower())
    listed = named.select(pl.col("group").alias(GROUPS[by]), now="value", before="value_before", change="effect")
    title = f"Change by {GROUPS[by].lower()}: {whole} in all"
    picture(title, partial(brought_chart, rows, asked, currency), listed, f"{asked.label}: {said}", f"brought_{by}")


def _first_of(named: pl.DataFrame, asked: Metric, currency: str) -> str:
    """Return the groups that brought most, with what they brought."""
    rows = named.filter(pl.col("effect") != 0).head(MOST_NAMED).to_dicts()
    return ", ".join(f"{row['group']} {gain(row['effect'], asked, currency)}" for row in rows) or "no group changed"


def _nothing(name: str, view: View) -> str:
    until = data.mature_until(name, view.where)
    if until and data.immature(name, view.where):
        return f"not mature: only leads created up to {day(until)} have had time enough"
    return "no data in one of the two periods"


def _sentence(found: pl.DataFrame, word: str, before: str) -> str:
    """Return the change and its two parts in words."""
    # As written, so that the parts add up: the change is that of the two rates at the ends of the bridge.
    now, then = (
        round(float(found[f"hits{each}"].sum()) / float(found[f"of{each}"].sum()) * 100, 1) / 100
        for each in ("", "_before")
    )
    change, mix = now - then, round(float(found["mix_effect"].sum()) * 100, 1) / 100
    rates = change - mix
    chance = " All of it may be chance." if _is_chance(found) else ""
    return (
        f"{points(change)} against {before}: {points(rates)} because rates changed within a {word}, "
        f"{points(mix)} because the mix of {word}s changed.{chance}"
    )


def _is_chance(found: pl.DataFrame) -> bool:
    """Whether the whole change may be chance."""
    return may_be_chance(*(float(found[each].sum()) for each in ("hits", "of", "hits_before", "of_before")))


def _table(found: pl.DataFrame, by: str) -> pl.DataFrame:
    rows = [
        {
            "Share before": percent(row["share_before"]),
            "now": percent(row["share"]),
            "Rate before": percent(row["rate_before"]),
            "now ": percent(row["rate"]),
            "Mix": points(row["mix_effect"]),
            "Rate": points(row["rate_effect"]),
            "Both": points(row["effect"]),
        }
        for row in found.to_dicts()
    ]
    return pl.concat(
        [_named(found, by).select(pl.col("group").alias(GROUPS[by])), pl.DataFrame(rows)], how="horizontal"
    )


def _named(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Add the name of each `group`, with a word for one that only one of the periods has."""
    label = f"{by}_label" if f"{by}_label" in found.columns else by
    named = pl.col(label).fill_null(f"No {GROUPS[by].lower()}")
    gone = pl.col("presence").replace_strict(PRESENCE, default=None)
    return found.with_columns(group=pl.when(gone.is_null()).then(named).otherwise(pl.format("{} ({})", named, gone)))


def _note(name: str, view: View) -> str:
    """Return how to read the table, and how many leads are too young for it."""
    young = data.immature(name, view.where)
    until = data.mature_until(name, view.where)
    left_out = (
        f"Left out: {count(young)}{SPACE}leads created after {day(until)}, too young. " if young and until else ""
    )
    return (
        f"{left_out}Mix: better or worse groups became a larger part of all. Other steps: a group's own rate changed."
    )
