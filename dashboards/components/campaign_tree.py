"""Campaigns as a tree that opens: each with its own figures and those of all below it, each cost once.

Reads frames of `marketing.campaigns`. What is open and which campaign is looked at stand in the URL. Names come from
the CRM: they are written as plain text, never as markup.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.campaign_returns import roi
from dashboards.components.formats import count, money
from dashboards.components.plain_text import plain
from dashboards.components.theme import colours
from dashboards.rhythm import QUARTERS, quarters

MOST_ROOTS = 15
"""Campaigns without a parent that are listed at first."""

INDENT = 22
"""Pixels by which a campaign stands further in than its parent."""


HEAD = ("Cost", "Open pipeline", "Won", "ROI", "Won by quarter")

WIDTH = 580
"""Width of a campaign's figures in pixels."""

Won = dict[str, dict[date, float]]
"""What each campaign won by quarter, with all below it."""


def campaign_tree(tree: pl.DataFrame, shown: set[str], won: pl.DataFrame) -> None:
    """Draw the roots, and below each that is open its children.

    Args:
        shown: the campaigns that the filters keep, with those above them.
        won: rows of `rhythm.won_by_quarter`.
    """
    kept = tree.filter(pl.col("campaign_key").is_in(list(shown)))
    rows = {row["campaign_key"]: row for row in kept.to_dicts()}
    by_quarter: Won = {}
    for key, quarter, amount in won.iter_rows():
        by_quarter.setdefault(key, {})[quarter] = amount
    children: dict[str | None, list[str]] = {}
    for key, row in rows.items():
        children.setdefault(row["parent_campaign_key"], []).append(key)
    roots = children.get(None, [])
    everything = st.query_params.get("tree") == "all"
    st.html(_figures([f"<b>{word}</b>" for word in HEAD], "tree-head"))
    for key in roots if everything else roots[:MOST_ROOTS]:
        _branch(key, rows, children, by_quarter)
    _whole([rows[key] for key in roots], by_quarter)
    if len(roots) > MOST_ROOTS:
        word = "Fewer" if everything else f"All {count(len(roots))}"
        st.button(word, type="tertiary", key="tree_all", on_click=_toggle_all)
    st.caption(
        "The campaigns that the filters keep, each since its beginning. In bold with all campaigns below, each once; "
        "*own*: the campaign itself. The ROI at the top is of campaigns started in the period; here all below count, "
        "whenever they started. It is of those with a known cost alone. The bars: won in "
        f"each of the last {QUARTERS} quarters with all below, each row on its own scale."
    )


def _branch(key: str, rows: dict[str, dict], children: dict[str | None, list[str]], won: Won) -> None:
    """Draw a campaign, and its children when it is open."""
    row, below, opened = rows[key], children.get(key, []), set(st.query_params.get_all("open"))
    with st.container(horizontal=True, vertical_alignment="top", gap=None, key=f"tree_row_{key}"):
        if row["depth"]:
            st.space(INDENT * row["depth"])
        if below:
            icon = "expand_more" if key in opened else "chevron_right"
            word = "Close" if key in opened else "Open"
            st.button(
                " ",
                icon=f":material/{icon}:",
                type="tertiary",
                key=f"open_{key}",
                help=f"{word}: {count(len(below))} below",
                on_click=_toggle,
                args=(key,),
                width=INDENT,
            )
        else:
            st.space(INDENT)
        st.button(
            plain(row["label"]), type="tertiary", key=f"campaign_{key}", on_click=look_at, args=(key,), width="stretch"
        )
        st.html(_figures([*_cells(row, bool(below)), _spark(won.get(key, {}))]), width=WIDTH)
    for each in below if key in opened else []:
        _branch(each, rows, children, won)


def _whole(roots: list[dict], won: Won) -> None:
    """Draw what all roots cost and brought together, with all below them."""
    by_quarter: dict[date, float] = {}
    for row in roots:
        for quarter, amount in won.get(row["campaign_key"], {}).items():
            by_quarter[quarter] = by_quarter.get(quarter, 0.0) + amount
    with st.container(horizontal=True, vertical_alignment="top", gap=None, key="tree_row_whole"):
        st.space(INDENT)
        st.markdown("**All shown**", width="stretch")
        st.html(_figures([*_cells(whole_of(roots), is_parent=True), _spark(by_quarter)]), width=WIDTH)


def whole_of(roots: list[dict]) -> dict:
    """Return the figures of all roots together, as one row of the tree; the return is of those that have one."""
    amounts = ("attributed_open_amount", "attributed_won_amount")
    added = ("campaigns_without_cost", *(f"total_{name}" for name in amounts))
    own = dict.fromkeys(("cost", *amounts))
    sums = {name: sum(float(row[name] or 0) for row in roots) for name in added}
    costs = [float(row["total_cost"]) for row in roots if row["total_cost"] is not None]
    told = [row for row in roots if row["total_roi"] is not None]
    spent = sum(float(row["total_cost"]) for row in told)
    won = sum(float(row["total_priced_won"]) for row in told)
    whole = {"total_cost": sum(costs) if costs else None, "total_roi": won / spent - 1 if spent else None}
    return {**own, **sums, **whole, "total_priced_won": won}


def _cells(row: dict, is_parent: bool) -> list[str]:
    """Return a campaign's figures as markup; only numbers and words of ours are in it."""
    currency = data.currency()
    cost = "" if row["total_cost"] is None else money(row["total_cost"], currency)
    own = "" if row["cost"] is None else money(row["cost"], currency)
    cells = [_cell(cost, own, is_parent)]
    for name in ("attributed_open_amount", "attributed_won_amount"):
        own = money(row[name], currency) if row[name] else ""
        cells.append(_cell(money(row[f"total_{name}"] or 0, currency), own, is_parent))
    returned = "" if row["total_roi"] is None else roi(row["total_roi"]).removeprefix("ROI ")
    cells.append(_cell(returned, "", is_parent))
    lacking = row["campaigns_without_cost"]
    if is_parent and lacking:
        cells[0] += f"<small>{count(lacking)} {'cost' if lacking == 1 else 'costs'} unknown</small>"
        if returned and row["total_priced_won"] < float(row["total_attributed_won_amount"] or 0):
            cells[2] += f"<small>{money(row['total_priced_won'], currency)} for it</small>"
    return cells


def _cell(whole: str, own: str, is_parent: bool) -> str:
    below = f"<small>own {own}</small>" if own else ""
    return f"<b>{whole or '&nbsp;'}</b>{below}" if is_parent else f"<span>{whole}</span>"


def _spark(won: dict[date, float]) -> str:
    """Return small bars of what was won by quarter as markup, from zero to the campaign's own best quarter."""
    shown, ours = quarters(data.as_of().date()), colours().ours
    most = max([won.get(each, 0.0) for each in shown] + [1.0])
    words = [f"{each.year} Q{each.month // 3 + 1}: {money(won.get(each, 0.0), data.currency())}" for each in shown]
    bars = "".join(
        f'<i style="background: {ours}; height: {max(4.0, won.get(each, 0.0) / most * 100):.0f}%" title="{said}"></i>'
        for each, said in zip(shown, words, strict=True)
    )
    return f'<span class="spark" role="img" aria-label="Won, {", ".join(words)}">{bars}</span>'


def _figures(cells: list[str], more: str = "") -> str:
    return f'<div class="tree-figures {more}">{"".join(f"<div>{each}</div>" for each in cells)}</div>'


def _toggle(key: str) -> None:
    opened = st.query_params.get_all("open")
    kept = [each for each in opened if each != key] if key in opened else [*opened, key]
    if kept:
        st.query_params["open"] = kept
    else:
        st.query_params.pop("open", None)


def _toggle_all() -> None:
    if st.query_params.get("tree") == "all":
        st.query_params.pop("tree")
    else:
        st.query_params["tree"] = "all"


def look_at(key: str) -> None:
    """Put the campaign that is looked at into the URL."""
    st.query_params["campaign"] = key
