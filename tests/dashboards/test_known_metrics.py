"""Every metric of the catalogue on the small hand-made export, against figures that our own code did not compute.

They are worked out twice: in words, for who reads them (WORKED.md), and by a script of the standard library from the
expected facts (metrics.py), neither of which knows the models or the pages.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from pathlib import Path

import polars as pl
import pytest

from dashboards import data
from tests.dashboards.working.metrics import Figure, every_figure
from tests.known_answers.comparing import EXPECTED

WORKING = Path(__file__).parent / "working"
SEED = Path(data.__file__).parents[1] / "seeds" / "metrics.csv"
METRICS = [row["metric"] for row in csv.DictReader(SEED.read_text(encoding="utf-8").splitlines())]
NOT_REACHED = "not reached"


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """The figures of the script."""
    return every_figure(EXPECTED)


@pytest.mark.parametrize("metric", METRICS)
def test_the_metric_is_as_worked_out(known_answers: None, figures: dict[str, Figure], metric: str) -> None:
    hits, of, value = figures[metric]
    found = data.metric(metric).row(0, named=True)
    assert found["value"] == (None if value is None else pytest.approx(value, rel=1e-12))
    assert hits is None or float(found["hits"]) == pytest.approx(hits)
    assert of is None or float(found["of"]) == pytest.approx(of)


def by_hand() -> dict[str, str]:
    """The figures in WORKED.md, as they are written there."""
    text = (WORKING / "WORKED.md").read_text(encoding="utf-8")
    return {name: value for name, value in re.findall(r"^\| (\w+) \| ([^|]+?) \|$", text, re.M) if name != "metric"}


def test_every_metric_is_worked_in_words() -> None:
    assert set(by_hand()) == set(METRICS)


@pytest.mark.parametrize("metric", METRICS)
def test_the_figure_worked_in_words_is_the_one_of_the_script(figures: dict[str, Figure], metric: str) -> None:
    written, (hits, of, value) = by_hand()[metric], figures[metric]
    if written == NOT_REACHED:
        assert value is None
    elif "/" in written:
        assert [float(part) for part in written.split("/")] == pytest.approx([hits, of])
    else:
        assert float(written) == pytest.approx(value, abs=1e-9)


def test_the_funnel_is_as_worked_in_words(known_answers: None) -> None:
    text = (WORKING / "WORKED.md").read_text(encoding="utf-8").partition("## The funnel")[2]
    worked = re.findall(r"^\| (\w+) " + r"\| (\d+) " * 6 + r"\|$", text, re.M)
    assert len(worked) == 7
    found = data.ask("funnel", data.EVERYTHING).fill_null(0).with_columns(open=pl.col("worked") + pl.col("neglected"))
    columns = ("reached", "went_on", "open", "ended", "timed", "minutes")
    assert [(row["step"], *(row[each] for each in columns)) for row in found.to_dicts()] == [
        (step, *map(int, figures)) for step, *figures in worked
    ]


@pytest.mark.parametrize("script", sorted(WORKING.glob("*.py")), ids=lambda path: path.stem)
def test_the_working_imports_only_the_standard_library(script: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            imported.add((node.module or "").partition(".")[0])
        assert not (isinstance(node, ast.ImportFrom) and node.level > 1)
    assert imported <= set(sys.stdlib_module_names)
