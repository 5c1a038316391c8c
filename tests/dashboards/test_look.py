"""What keeps the pages plain, safe and legible: layers, colours, downloads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import polars as pl
import pytest

from dashboards.components.record_list import neutralised
from dashboards.components.theme import DARK, LIGHT, Palette

DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"
CONFIG = tomllib.loads((DASHBOARDS.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
DRAWN = [*(DASHBOARDS / "views").glob("*.py"), *(DASHBOARDS / "components").glob("*.py"), DASHBOARDS / "app.py"]
MOST_LINES_OF_A_PAGE = 120


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_a_page_holds_no_sql(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\b(select\b.+\bfrom|group by|order by|join \w+ on)\b", text, re.IGNORECASE | re.DOTALL)
    assert "duckdb" not in text
    assert not re.search(r"dashboards\.(queries|incidence|sql|published)", text)


@pytest.mark.parametrize("file", sorted((DASHBOARDS / "views").glob("*.py")), ids=lambda file: file.stem)
def test_a_page_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_PAGE


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("name", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_and_widgets_share_their_colours(name: str, palette: Palette) -> None:
    theme = CONFIG["theme"][name]
    assert theme["backgroundColor"] == palette.background
    assert theme["textColor"] == palette.ink
    assert theme["primaryColor"] == palette.ours
    assert theme["redColor"] == palette.warm


@pytest.mark.parametrize(("name", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_text_and_marks_have_contrast_enough(name: str, palette: Palette) -> None:
    theme = CONFIG["theme"][name]
    grounds = (theme["backgroundColor"], theme["secondaryBackgroundColor"], theme["sidebar"]["backgroundColor"])
    for text in (palette.ink, palette.quiet, palette.warm, theme["greenTextColor"], theme["linkColor"]):
        assert min(contrast(text, ground) for ground in grounds) >= 4.5, text
    for mark in (palette.ours, palette.other, palette.warm):
        assert contrast(mark, palette.background) >= 3, mark


def test_the_server_contacts_nobody_and_listens_here_only() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["client"]["toolbarMode"] == "minimal"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_cell_that_would_start_a_formula_is_neutralised(start: str) -> None:
    table = pl.DataFrame({"Company": [f"{start}1+1", "Nord GmbH", None], "Amount": [-5.5, 0.0, 1.0]})
    safe = neutralised(table)
    assert safe["Company"].to_list() == [f"'{start}1+1", "Nord GmbH", None]
    assert safe["Amount"].to_list() == [-5.5, 0.0, 1.0]
