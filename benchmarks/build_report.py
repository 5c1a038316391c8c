"""The benchmark of builds as JSON and as tables in Markdown.

Reads what benchmarks.build measured; writes two files. Seconds of a node are those of one worker: as several work at
once, a group's seconds divided by the number of workers are its part of the build.
"""

from __future__ import annotations

import json
import math
import platform
from pathlib import Path
from typing import Any

import duckdb
import psutil

# What is aimed at, on a quiet laptop: leads, what, the most that it should be, unit.
GOALS = [
    (20_000, "load and build", 30.0, "s"),
    (1_000_000, "models", 60.0, "s"),
    (1_000_000, "tests", 60.0, "s"),
    (1_000_000, "peak memory", 4.0, "GB"),
    (1_000_000, "growth of models", 1.0, ""),
]
SHOWN = 25

Result = dict[str, Any]


def write_report(results: list[Result], folder: Path) -> None:
    """Write build.json and build.md."""
    machine = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.platform()}"
    about = {"machine": machine, "duckdb": duckdb.__version__, "python": platform.python_version()}
    (folder / "build.json").write_text(json.dumps(about | {"results": results}, indent=1), encoding="utf-8")
    lines = [f"{machine}; DuckDB {duckdb.__version__}.", "", *_totals(results), "", *_goals(results)]
    for kind in ("model", "test"):
        lines += ["", *_slowest(results, kind)]
    (folder / "build.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _totals(results: list[Result]) -> list[str]:
    lines = [
        "| leads | rows landed | load, s | build, s | of it models, s | tests, s | seeds, s | around them, s "
        "| build CPU, s | peak memory, MB | without mapped files, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        build, load = result["build"], result["load"]
        parts = [_part(result, kind) for kind in ("model", "test", "seed")]
        peak, held = build["peak"], build["held"]
        loading = f"{load['seconds']:.1f}" if load else ""
        lines.append(
            f"| {result['leads']:,} | {result['rows']:,} | {loading} "
            f"| {build['seconds']:.1f} | {' | '.join(f'{part:.1f}' for part in parts)} "
            f"| {build['seconds'] - sum(parts):.1f} | {build['cpu_seconds']:.1f} "
            f"| {peak / 1e6:,.0f} | {held / 1e6:,.0f} |"
        )
    return lines


def _goals(results: list[Result]) -> list[str]:
    lines = ["| goal | at most | measured | |", "|---|---:|---:|---|"]
    for leads, what, most, unit in GOALS:
        measured = _measured(results, leads, what)
        if measured is not None:
            verdict = "met" if measured <= most else "not met"
            lines.append(f"| {what}, {leads:,} leads | {most:g} {unit} | {measured:.2f} {unit} | {verdict} |")
    return lines


def _measured(results: list[Result], leads: int, what: str) -> float | None:
    """The figure that a goal is about; None if it was not measured."""
    result = next((each for each in results if each["leads"] == leads), None)
    if result is None:
        return None
    if what == "load and build":
        return result["load"]["seconds"] + result["build"]["seconds"] if result["load"] else None
    if what == "peak memory":
        return float(result["build"]["peak"]) / 1e9
    if what == "growth of models":
        smaller = results[results.index(result) - 1] if results.index(result) else None
        return _exponent(_part(smaller, "model"), _part(result, "model"), smaller, result) if smaller else None
    return _part(result, what.removesuffix("s"))


def _part(result: Result, kind: str) -> float:
    """A kind's part of the build: its seconds divided over the workers."""
    return float(sum(node["seconds"] for node in result["nodes"] if node["kind"] == kind)) / int(result["threads"])


def _exponent(smaller_seconds: float, seconds: float, smaller: Result, result: Result) -> float:
    """By which power of the leads the time grew; 1 is linear."""
    return math.log(max(seconds, 1e-3) / max(smaller_seconds, 1e-3)) / math.log(result["leads"] / smaller["leads"])


def _slowest(results: list[Result], kind: str) -> list[str]:
    """The nodes of a kind that took longest at the largest size, with their growth since the size before."""
    last, smaller = results[-1], results[-2] if len(results) > 1 else None
    nodes = sorted((node for node in last["nodes"] if node["kind"] == kind), key=lambda node: -node["seconds"])
    total = sum(node["seconds"] for node in nodes) or 1.0
    before = {node["name"]: node["seconds"] for node in smaller["nodes"]} if smaller else {}
    lines = [
        f"Slowest {kind}s at {last['leads']:,} leads (seconds of one of {last['threads']} workers):",
        "",
        f"| {kind} | seconds | share of all {kind}s | growth exponent |",
        "|---|---:|---:|---:|",
    ]
    for node in nodes[:SHOWN]:
        name, seconds = node["name"], node["seconds"]
        growth = f"{_exponent(before[name], seconds, smaller, last):.2f}" if smaller and name in before else ""
        lines.append(f"| {name} | {seconds:.2f} | {seconds / total:.1%} | {growth} |")
    rest = sum(node["seconds"] for node in nodes[SHOWN:])
    lines.append(f"| {len(nodes[SHOWN:])} others | {rest:.2f} | {rest / total:.1%} | |")
    return lines
