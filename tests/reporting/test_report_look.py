"""What a mailed report says in small print stays small: captions, notes and the foot are quieter than the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).resolve().parents[2] / "leadhouse" / "reporting" / "report.css").read_text(encoding="utf-8")


def size(name: str) -> float:
    """The size of a class of text in pixels, as the sheet says."""
    rules = re.findall(rf"^(?:\.[a-z]+, )*\.{name}(?:, \.[a-z]+)* {{([^}}]*)}}", SHEET, re.MULTILINE)
    found = [each for rule in rules for each in re.findall(r"font-size: ([\d.]+)px", rule)]
    assert len(found) == 1, found
    return float(found[0])


@pytest.mark.parametrize("name", ["asof", "filters", "caption", "note", "foot"])
def test_small_print_is_smaller_than_the_heading_of_a_part(name: str) -> None:
    assert size(name) < size("section") < size("value")
