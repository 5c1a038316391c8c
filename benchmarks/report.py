"""The benchmark's results as JSON, a table in Markdown and a plot.

Reads what benchmarks.load measured; writes three files. Every figure is the median of its rounds; ratios are to
DuckDB's own reading in the same run.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path
from statistics import median
from typing import Any

import altair
import duckdb
import psutil

from benchmarks.profiling import BESIDE, COUNT

FLOOR = "DuckDB read_csv"
MEASURED = "leadhouse load"


def write_report(results: list[dict[str, Any]], folder: Path) -> None:
    """Write results.json, results.md and results.png."""
    machine = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.platform()}"
    about = {"machine": machine, "duckdb": duckdb.__version__, "python": platform.python_version()}
    (folder / "results.json").write_text(json.dumps(about | {"results": results}, indent=1), encoding="utf-8")
    lines = [f"{machine}; DuckDB {duckdb.__version__}; median of rounds."]
    for result in results:
        lines += ["", *_table(result), "", *_steps(result)]
    (folder / "results.md").write_text("\n".join([*lines, "", *_growth(results)]) + "\n", encoding="utf-8")
    _plot(results).save(folder / "results.png", scale_factor=2)


def _table(result: dict[str, Any]) -> list[str]:
    floor = _median(result, FLOOR, "seconds")
    floor_cpu = _median(result, FLOOR, "cpu_seconds")
    lines = [
        f"### {result['leads']:,} leads: {result['rows']:,} rows, {result['bytes'] / 1e6:,.0f} MB of CSV",
        "",
        "| way | seconds | ratio | CPU seconds | CPU ratio | rows/s | peak MB | peak without mapped files, MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in result["runs"]:
        seconds, cpu = _median(result, name, "seconds"), _median(result, name, "cpu_seconds")
        peak, held = (max(run[what] for run in result["runs"][name]) / 1e6 for what in ("peak", "held"))
        lines.append(
            f"| {name} | {seconds:.2f} | {_ratio(seconds, floor)} | {cpu:.2f} | {_ratio(cpu, floor_cpu)} "
            f"| {result['rows'] / seconds:,.0f} | {peak:,.0f} | {held:,.0f} |"
        )
    return lines


def _steps(result: dict[str, Any]) -> list[str]:
    """Where leadhouse's own time went, in one more run with its steps timed."""
    floor = _median(result, FLOOR, "seconds")
    steps = sorted(result["profile"].items(), key=lambda step: -step[1][0])
    lines = ["| step of `leadhouse load` | seconds | CPU seconds | share of DuckDB's read |", "|---|---:|---:|---:|"]
    for name, (seconds, cpu) in steps:
        share = f"{seconds / floor:.1%}" if floor and name not in [beside for beside, _, _ in BESIDE] else ""
        lines.append(f"| {name} | {seconds:.2f} | {cpu:.2f} | {share} |")
    if floor:
        counted = result["profile"][COUNT][0]
        lines += ["", f"Counting twice: {counted:.2f} s, {counted / floor:.1%} of DuckDB's own read."]
    return lines


def _growth(results: list[dict[str, Any]]) -> list[str]:
    """How time grows with rows, between the smallest and the largest size."""
    if len(results) < 2:
        return []
    first, last = results[0], results[-1]
    rows = last["rows"] / first["rows"]
    lines = []
    for name in last["runs"]:
        times = _median(last, name, "seconds") / _median(first, name, "seconds")
        lines.append(f"- {name}: {rows:.1f} times the rows took {times:.1f} times as long.")
    return lines


def _plot(results: list[dict[str, Any]]) -> altair.LayerChart:
    rows = [
        {
            "way": name,
            "size": f"{result['leads']:,} leads",
            "seconds": _median(result, name, "seconds"),
            "label": f"{_median(result, name, 'seconds'):.1f} s, "
            f"{_ratio(_median(result, name, 'seconds'), _median(result, FLOOR, 'seconds'))} times DuckDB's read",
        }
        for result in results
        for name in result["runs"]
    ]
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("way:N", sort=list(results[0]["runs"]), title=None),
        x=altair.X("seconds:Q", title="seconds, median", scale=altair.Scale(domainMin=0), axis=altair.Axis(grid=False)),
    )
    bars = base.mark_bar(height=14).encode(
        color=altair.condition(
            altair.FieldOneOfPredicate("way", [name for name in results[0]["runs"] if name.startswith(MEASURED)]),
            altair.value("#1f5fa8"),
            altair.value("#b8bcc2"),
        )
    )
    words = base.mark_text(align="left", dx=4).encode(text="label:N")
    chart = altair.layer(bars, words).properties(width=420, height=130)
    return chart.facet(row=altair.Row("size:N", title=None, sort=[row["size"] for row in rows])).resolve_scale(
        x="independent"
    )


def _median(result: dict[str, Any], name: str, what: str) -> float:
    return float(median(run[what] for run in result["runs"][name])) if result["runs"].get(name) else 0.0


def _ratio(value: float, floor: float) -> str:
    return f"{value / floor:.2f}" if floor else ""
