"""The documentation builds as a site that fetches nothing, is not out of date, and leaves no page of the menu out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from PIL import Image

from dashboards.app import SECTIONS
from tests.docs.conftest import build_site

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
VIEWS = ROOT / "dashboards" / "views"
MENU = [(name, title) for listed in SECTIONS.values() for name, title in listed]
EACH_PAGE = pytest.mark.parametrize(("name", "title"), MENU, ids=[title for _, title in MENU])
MOST_BYTES = 300_000
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "object": "data"}
FETCHING_LINKS = {
    "stylesheet",
    "preconnect",
    "preload",
    "prefetch",
    "dns-prefetch",
    "icon",
    "modulepreload",
    "manifest",
}


@pytest.fixture(scope="module")
def definitions() -> ModuleType:
    """The script that fills definitions into pages."""
    named = util.spec_from_file_location("docs_from_definitions", ROOT / "scripts" / "docs_from_definitions.py")
    assert named
    assert named.loader
    script = util.module_from_spec(named)
    named.loader.exec_module(script)
    return script


class Fetches(HTMLParser):
    """Collects what a browser fetches to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a script, a picture, a style or a font."""
        said = dict(attrs)
        self.classes |= set((said.get("class") or "").split())
        if tag == "link" and set((said.get("rel") or "").split()) & FETCHING_LINKS:
            self.found.append(said.get("href") or "")
        elif tag in FETCHED:
            self.found.append(said.get(FETCHED[tag]) or "")


def fetches(page: Path) -> Fetches:
    """What a browser fetches to show a built page."""
    seen = Fetches()
    seen.feed(page.read_text(encoding="utf-8"))
    return seen


def addresses(folder: Path) -> Iterator[tuple[str, str]]:
    """Every address that built pages and styles fetch, with the file that names it."""
    for page in folder.rglob("*.html"):
        for address in fetches(page).found:
            yield page.name, address
    for style in folder.rglob("*.css"):
        for address in re.findall(r"""(?:url\(|@import\s+)["']?([^"')]+)""", style.read_text(encoding="utf-8")):
            yield style.name, address


def test_the_built_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    found = [(file, address) for file, address in addresses(site) if not address.startswith("data:")]
    assert len(found) > 50
    assert [each for each in found if re.match(r"(\w+:)?//", each[1])] == []
    assert all("mermaid" not in fetches(page).classes for page in site.rglob("*.html")), "mermaid is fetched from a CDN"


def test_a_dead_anchor_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump({**config, "nav": ["index.md"]}), encoding="utf-8")
    (tmp_path / "docs" / "site.css").write_text("", encoding="utf-8")
    for anchor, code in (("here", 0), ("elsewhere", 1)):
        (tmp_path / "docs" / "index.md").write_text(f"# Here\n\n[there](#{anchor})\n", encoding="utf-8")
        assert build_site(tmp_path, tmp_path / "site").returncode == code


def test_every_metric_can_be_linked_to(site: Path, definitions: ModuleType) -> None:
    page = (site / "definitions" / "metrics.html").read_text(encoding="utf-8")
    assert re.findall(r'<h3 id="([^"]+)"', page) == [
        name
        for fact in dict.fromkeys(row["fact"] for row in definitions.metrics().values())
        for name, row in definitions.metrics().items()
        if row["fact"] == fact
    ]


def test_no_page_is_out_of_date(definitions: ModuleType) -> None:
    stale = [path.name for path, text in definitions.pages().items() if text != path.read_text(encoding="utf-8")]
    assert stale == [], "run: python scripts/docs_from_definitions.py"


def test_a_definition_that_changed_makes_its_page_out_of_date(
    definitions: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = definitions.metrics()
    rows["sla_met_rate"]["description"] = "Something else."
    monkeypatch.setattr(definitions, "metrics", lambda: rows)
    stale = {path.name for path, text in definitions.pages().items() if text != path.read_text(encoding="utf-8")}
    assert {"metrics.md", "response-time.md"} <= stale


def test_every_definition_and_every_published_table_is_described(definitions: ModuleType) -> None:
    business = (DOCS / "definitions" / "business.md").read_text(encoding="utf-8")
    headed = set(re.findall(r"^### `(\w+)\.csv`$", business, re.M))
    assert headed == {file.stem for file in (ROOT / "seeds").glob("*.csv")} - {"metrics"}
    tables = (DOCS / "definitions" / "tables.md").read_text(encoding="utf-8")
    files = [file for folder in ("marts", "meta") for file in (ROOT / "models" / folder).iterdir()]
    models = {file.stem for file in files if file.suffix in (".sql", ".py")}
    assert set(re.findall(r"^## `(\w+)`$", tables, re.M)) == models
    assert set(definitions.tables()) == models


@EACH_PAGE
def test_a_page_of_the_menu_has_its_question_and_its_picture(name: str, title: str) -> None:
    path = DOCS / "pages" / f"{name.replace('_', '-')}.md"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {title}\n")
    (question,) = re.findall(r"^\*\*(.+\?)\*\*$", text, re.M)
    assert question in (VIEWS / f"{name}.py").read_text(encoding="utf-8")
    picture = DOCS / "screenshots" / f"{path.stem}.png"
    assert f"](../screenshots/{picture.name})" in text
    assert picture.stat().st_size <= MOST_BYTES
    with Image.open(picture) as opened:
        assert opened.width == 1440


@EACH_PAGE
def test_a_page_of_the_menu_says_what_misleads_and_defines_its_tiles(name: str, title: str) -> None:
    text = (DOCS / "pages" / f"{name.replace('_', '-')}.md").read_text(encoding="utf-8")
    assert "## Traps" in text
    tiles = re.search(r"^TILES\b.*?^\]", (VIEWS / f"{name}.py").read_text(encoding="utf-8"), re.M | re.S)
    for metric in re.findall(r'Tile\("(\w+)"', tiles.group()) if tiles else ():
        assert f"metrics.md#{metric})" in text, f"{title}: {metric}"


def test_the_overview_lists_the_pages_of_the_menu() -> None:
    text = (DOCS / "pages" / "index.md").read_text(encoding="utf-8")
    assert {name.replace("_", "-") for name, _ in MENU} == set(re.findall(r"^\| \[[^]]+\]\(([\w-]+)\.md\)", text, re.M))


def test_readers_of_the_repository_follow_links_too() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), f"{page.name}: {link}"


def test_nothing_but_what_its_successor_reads_is_configured() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["plugins"] == ["search"]
    assert config["theme"]["font"] is False
    assert not {"hooks", "extra_javascript"} & set(config)
