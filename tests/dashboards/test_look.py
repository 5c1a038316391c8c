"""What keeps the pages plain, safe and legible: layers, colours, downloads."""

from __future__ import annotations

import ast
import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dashboards.components.theme import DARK, LIGHT, STEPS, Palette
from tests.dashboards.working.colour import SEEN_AS, ciede2000, distance, linear

DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"
CONFIG = tomllib.loads((DASHBOARDS.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
DRAWN = [*(DASHBOARDS / "views").glob("*.py"), *(DASHBOARDS / "components").glob("*.py"), DASHBOARDS / "app.py"]
MOST_LINES_OF_A_PAGE = 120
APART = 12
"""Distance (CIEDE2000) from which two colours far from each other are told apart; 1 is just seen side by side."""


SQL = re.compile(r"\bselect\b.+\bfrom\b|\bgroup by\b|\border by\b|\bjoin \w+ on\b", re.IGNORECASE | re.DOTALL)


def texts_of(code: ast.AST) -> list[str]:
    """The texts that code is made of, without what describes it; of one with parts to fill in, its fixed parts."""
    described = {id(each.value) for each in ast.walk(code) if isinstance(each, ast.Expr)}
    found = [
        each for each in ast.walk(code) if isinstance(each, (ast.Constant, ast.JoinedStr)) and id(each) not in described
    ]
    parts = [each.values if isinstance(each, ast.JoinedStr) else [each] for each in found]
    return [" ".join(str(one.value) for one in part if isinstance(one, ast.Constant)) for part in parts]


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_a_page_holds_no_sql(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not [each for each in texts_of(ast.parse(text)) if SQL.search(each)]
    assert "duckdb" not in text
    assert not re.search(r"dashboards\.(queries|incidence|sql|published)", text)


def test_sql_is_found_in_texts_but_not_in_what_describes_them() -> None:
    code = 'def page():\n    """Select what comes from a fact."""\n    asked = f"select {x} from fct_leads"\n'
    assert [each for each in texts_of(ast.parse(code)) if SQL.search(each)] == ["select   from fct_leads"]


@pytest.mark.parametrize("file", sorted((DASHBOARDS / "views").glob("*.py")), ids=lambda file: file.stem)
def test_a_page_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_PAGE


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = linear(colour)
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
    for mark in (palette.ours, palette.other, palette.warm, *palette.categories):
        assert contrast(mark, palette.background) >= 3, mark


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_figure_in_a_cell_can_be_read(palette: Palette) -> None:
    assert len(palette.cells) == 3
    for cell in palette.cells:
        assert contrast(palette.ink, cell) >= 4.5, cell


@pytest.mark.parametrize("reader", SEEN_AS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colour_blind_readers_tell_categories_apart(palette: Palette, reader: str) -> None:
    assert len(STEPS) <= len(palette.categories) <= 7
    for one, other in combinations(palette.categories, 2):
        assert distance(one, other, reader) >= APART, (one, other)


@pytest.mark.parametrize("reader", SEEN_AS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colour_blind_readers_tell_ours_from_what_is_overdue_or_compared(palette: Palette, reader: str) -> None:
    for one, other in combinations((palette.ours, palette.other, palette.warm), 2):
        assert distance(one, other, reader) >= APART, (one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_of_the_paper(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    """Table 1 of Sharma, Wu and Dalal (2005), pairs 1, 17, 25 and 34."""
    assert ciede2000(one, other) == pytest.approx(expected, abs=5e-5)


def test_the_server_contacts_nobody_and_listens_here_only() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["client"]["toolbarMode"] == "minimal"
