"""The benchmark of the pages as JSON, tables in Markdown and a plot.

Reads what benchmarks.pages measured; writes three files. A quantile is that of all runs of all queries of a page; a
query's own is that of its rounds.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

import altair
import duckdb
import numpy as np
import psutil
import streamlit

GOALS = {"first": 2.0, "filter": 1.0, "alone": 0.15, "together": 1.0}
"""Seconds that are aimed at, at the largest size: on the screen, and for the 95th percentile of each query."""

SHOWN = 12
Result = dict[str, Any]


def write_report(results: list[Result], folder: Path) -> None:
    """Write pages.json, pages.md and pages.png."""
    versions = f"DuckDB {duckdb.__version__}, Streamlit {streamlit.__version__}"
    machine = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.platform()}"
    (folder / "pages.json").write_text(json.dumps({"machine": machine, "results": results}, indent=1), encoding="utf-8")
    lines = [f"{machine}; {versions}; seconds on the screen, milliseconds of queries."]
    for result in results:
        lines += ["", f"### {result['leads']:,} leads", "", *_pages(result), "", *_goals(result), "", *_slowest(result)]
    (folder / "pages.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _plot(results).save(folder / "pages.png", scale_factor=2)


def _pages(result: Result) -> list[str]:
    lines = [
        f"| page | first number, s | whole page, s | after a filter, s | queries | alone p50, ms | p95 "
        f"| {result['users']} users p50, ms | p95 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for page in dict.fromkeys(each["page"] for each in result["queries"]):
        screen = result["screens"].get(page, {})
        seconds = [f"{screen[what]:.2f}" if what in screen else "" for what in ("first", "all", "filter")]
        asked = [each for each in result["queries"] if each["page"] == page]
        taken = [[seconds for each in asked for seconds in each[kind]] for kind in KINDS]
        quantiles = [_quantile(each, share) for each in taken for share in (50, 95)]
        lines.append(
            f"| {page.replace('_', ' ')} | {' | '.join(seconds)} | {len(asked)} "
            f"| {' | '.join(f'{each * 1000:,.0f}' for each in quantiles)} |"
        )
    return lines


KINDS = ("alone", "together")


def _goals(result: Result) -> list[str]:
    """Return the goals beside what was measured: on the screen of the slowest page, and of every query."""
    lines = ["| goal | at most | slowest | within |", "|---|---:|---:|---:|"]
    for what, words in (("first", "first number"), ("filter", "first number after a filter")):
        taken = [screen[what] for screen in result["screens"].values() if what in screen]
        lines += [_goal(words, taken, GOALS[what], "pages", "s", 1)] if taken else []
    for kind, words in (("alone", "p95 of a query alone"), ("together", f"p95 with {result['users']} users")):
        taken = [_quantile(each[kind], 95) for each in result["queries"]]
        lines.append(_goal(words, taken, GOALS[kind], "queries", "ms", 1000))
    return lines


def _goal(words: str, taken: list[float], most: float, what: str, unit: str, scale: float) -> str:
    within = sum(each <= most for each in taken)
    slowest = f"{max(taken) * scale:,.2f}" if unit == "s" else f"{max(taken) * scale:,.0f}"
    return f"| {words} | {most * scale:g} {unit} | {slowest} {unit} | {within} of {len(taken)} {what} |"


def _slowest(result: Result) -> list[str]:
    lines = [
        "| slowest queries | page | alone p50, ms | p95 | together p50, ms | p95 |",
        "|---|---|---:|---:|---:|---:|",
    ]
    ordered = sorted(result["queries"], key=lambda each: -_quantile(each["alone"], 95))
    for each in ordered[:SHOWN]:
        quantiles = [_quantile(each[kind], share) * 1000 for kind in KINDS for share in (50, 95)]
        lines.append(
            f"| {each['query']} | {each['page'].replace('_', ' ')} | {' | '.join(f'{ms:,.0f}' for ms in quantiles)} |"
        )
    return lines


def _plot(results: list[Result]) -> altair.ConcatChart:
    """Every query as a tick on its page's line, alone and together, by size."""
    rows = [
        {
            "page": each["page"].replace("_", " "),
            "ms": max(1.0, _quantile(each[kind], 95) * 1000),
            "users": "alone" if kind == "alone" else f"{result['users']} users",
            "size": f"{result['leads']:,} leads",
        }
        for result in results
        for each in result["queries"]
        for kind in KINDS
    ]
    goals = [{"users": "alone", "goal": 150}, {"users": f"{results[0]['users']} users", "goal": 1000}]
    scale = altair.Scale(type="log", domainMin=1)
    ticks = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("page:N", title=None, sort=None),
        x=altair.X("ms:Q", title="p95 of a query, milliseconds", scale=scale),
        color=altair.Color("users:N", scale=altair.Scale(range=["#d55e00", "#1f5fa8"]), legend=None),
    )
    chart = ticks.mark_point(filled=True, opacity=0.55, size=30)
    facets = [
        altair.layer(
            chart.transform_filter((altair.datum.size == size) & (altair.datum.users == goal["users"])),
            altair.Chart(altair.Data(values=[goal])).mark_rule(strokeDash=[4, 3], color="#666").encode(x="goal:Q"),
        ).properties(width=330, height=220, title=f"{size}, {goal['users']}; dashed: goal at a million leads")
        for size in dict.fromkeys(row["size"] for row in rows)
        for goal in goals
    ]
    return altair.concat(*facets, columns=2)


def _quantile(seconds: list[float], share: float) -> float:
    return float(np.percentile(seconds, share)) if seconds else 0.0
