"""Each question that a picture of a page asks is explained on the page's own page of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import app as dashboards

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name for listed in dashboards.SECTIONS.values() for name, _ in listed]
AMOUNT = re.compile(r"the [\d.,\s]+(?:[kM]\s)?[A-Z]{3}\b")


@pytest.mark.parametrize("name", NAMES)
def test_every_question_of_a_page_is_explained(name: str, version: Path) -> None:
    app = AppTest.from_file(str(dashboards.__file__), default_timeout=120).run()
    app.switch_page(f"views/{name}.py")
    app.run()
    assert not app.exception
    drawn = [AMOUNT.sub("the amount", str(each.value)) for each in app.subheader]
    asked = [each.partition("?")[0] + "?" for each in drawn if "?" in each]
    guide = (ROOT / "docs" / "pages" / f"{name.replace('_', '-')}.md").read_text(encoding="utf-8")
    said = " ".join(guide.split())
    assert [question for question in asked if question not in said] == []
