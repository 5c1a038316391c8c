"""Reports of pages: the same figures, nothing that leaves the house unasked, errors with the next step."""

from __future__ import annotations

import re
import shutil
import socket
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.app import SECTIONS
from dashboards.published import current_path
from leadhouse.errors import WarehouseBusy
from leadhouse.reporting import asking, writing
from leadhouse.reporting.document import Document
from leadhouse.warehouse.layout import Warehouse

from .conftest import Report

APP = Path(data.__file__).parent / "app.py"
PAGES = [name for listed in SECTIONS.values() for name, _ in listed]
HOSTILE = "<script>alert('owned')</script>\"><img src=x onerror=alert(1)>"


class Tiles(HTMLParser):
    """Reads labels and values of the tiles, in their order, and every tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.tags: set[str] = set()
        self.handlers: set[str] = set()
        self.inside = ""
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}
        self.said += [value or "" for name, value in attrs if name in ("aria-label", "alt", "title", "href")]
        named = dict(attrs).get("class") or ""
        self.inside = named if tag == "div" and named in ("label", "value") else ""
        if self.inside == "label":
            self.found.append(["", ""])

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, text: str) -> None:
        self.said.append(text)
        if self.inside:
            self.found[-1][self.inside == "value"] += text


def on_screen(pages: list[str], url: dict[str, str]) -> dict[str, list[list[str]]]:
    """Labels and values of the pages' tiles, as a visitor sees them who goes from page to page."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in url.items():
        app.query_params[name] = value
    app.run()
    found = {}
    for page in pages:
        app.switch_page(f"views/{page}.py").run()
        assert not app.exception
        found[page] = [[tile.label, tile.value] for tile in app.metric]
    return found


@pytest.mark.parametrize("url", [{}, {"period": "all", "source": "web"}], ids=["as opened", "all web leads"])
def test_a_report_has_every_number_of_the_page_and_no_name_unasked(
    report: Report, tmp_path: Path, url: dict[str, str]
) -> None:
    filters = "&".join(f"{name}={value}" for name, value in url.items())
    result = report("--page", "all", "--filters", filters, "--output", str(tmp_path / "week.html"))
    assert result.exit_code == 0, result.output
    html = (tmp_path / "week.html").read_text(encoding="utf-8")
    expected = [tile for tiles in on_screen(PAGES, url).values() for tile in tiles]
    assert len(expected) > 4 * (len(PAGES) - 1)
    read = Tiles(html)
    assert read.found == expected
    assert not named_in("\n".join(read.said))


def named_in(text: str) -> list[str]:
    """The names of `names` that stand in a text as words of their own."""
    return [name for name in names() if name in text and re.search(rf"\b{re.escape(name)}\b", text)]


def names() -> list[str]:
    """Companies, opportunities and people of the demo company's exports, without its own."""
    with duckdb.connect(str(current_path()), read_only=True) as connection:
        found = connection.execute(
            """
            select company from fct_leads
            union select email from dim_lead_contacts
            union select name from fct_opportunities
            union select account_name from dim_accounts
            union select first_name || ' ' || last_name from dim_people
            except select user_name from dim_users
            """
        ).fetchall()
    return [name for (name,) in found if name]


def test_records_are_listed_when_asked_for(report: Report, tmp_path: Path) -> None:
    asked = ("--page", "response-time", "--filters", "period=all&show=overdue_now", "--format", "text")
    without, named = report(*asked).stdout, report(*asked, "--names").stdout
    assert "no leads, people or companies are named" in " ".join(without.split())
    assert "The first 25 rows" not in without
    assert "The first 25 rows" in named
    assert len(named_in(named)) >= 20


@pytest.fixture
def hostile(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A version in which every company and campaign is called by markup."""
    shutil.copytree(demo_warehouse / "published", tmp_path / "hostile" / "published")
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path / "hostile"))
    with duckdb.connect(str(current_path())) as connection:
        connection.execute("update fct_leads set company = $1", [HOSTILE])
        connection.execute("update dim_campaigns set campaign_name = $1 || campaign_key", [HOSTILE])
        connection.execute("update dim_users set user_name = $1 || user_key", [HOSTILE])
    return tmp_path / "hostile"


def test_markup_in_a_name_is_written_and_never_obeyed(report: Report, hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "week.html"
    asked = ("--page", "response-time,reps,campaigns", "--filters", "period=all", "--names", "--output", str(path))
    result = report(*asked, warehouse=hostile)
    assert result.exit_code == 0, result.output
    html = path.read_text(encoding="utf-8")
    read = Tiles(html)
    assert html.count("&lt;script&gt;alert(") > 100
    assert not {"script", "img", "iframe", "object", "link", "base"} & read.tags
    assert not read.handlers


def test_a_report_needs_nothing_from_outside(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "speed.html"

    def refused(*_: object) -> None:
        raise AssertionError("a report neither listens nor connects")

    for name in ("bind", "listen", "connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refused)
    assert report("--page", "response-time", "--output", str(path)).exit_code == 0
    html = path.read_text(encoding="utf-8")
    assert "<svg" in html
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "default-src 'none'" in html
    defined = re.findall(r'\bid="([^"]+)"', html)
    assert len(defined) == len(set(defined))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(defined)


def test_a_chart_says_what_is_seen(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "speed.html"
    report("--page", "response-time", "--output", str(path))
    labels = re.findall(r'<svg role="img" aria-label="([^"]*)"', path.read_text(encoding="utf-8"))
    assert labels
    assert all(labels)


def test_a_page_is_known_by_file_address_and_title(report: Report) -> None:
    for name in ("lost_reasons", "lost-reasons", "Lost reasons"):
        assert report("--page", name, "--format", "text").stdout.startswith("LOST REASONS\n")


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("--page", "nonsense", "--format", "text"), 2, "response-time"),
        (("--page", "reps", "--filters", "source=nowhere", "--format", "text"), 2, "nowhere"),
        (("--page", "reps", "--filters", "sauce=web", "--format", "text"), 2, "sauce"),
        (("--page", "reps", "--filters", "period=31/99/2026", "--format", "text"), 2, "31/99/2026"),
        (("--page", "reps", "--filters", "web", "--format", "text"), 2, "period=90d"),
        (("--page", "reps", "--format", "docx", "--output", "x.docx"), 2, "docx"),
        (("--page", "reps"), 2, "--output"),
        (("--page", "reps", "--output", "no/such/folder/x.html"), 2, "folder"),
        (("--format", "text"), 2, "--digest"),
        (("--page", "reps", "--digest", "--format", "text"), 2, "--page"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_the_next_step(
    report: Report, asked: tuple[str, ...], code: int, said: str
) -> None:
    result = report(*asked)
    assert result.exit_code == code
    assert said in result.stderr
    assert not result.stdout


def test_an_empty_page_says_why_in_the_file_and_in_the_error(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "speed.html"
    result = report("--page", "response-time", "--filters", "period=1999-01-01..1999-01-31", "--output", str(path))
    assert result.exit_code == 1
    for said in (result.stderr, path.read_text(encoding="utf-8")):
        assert "the filter on period leaves nothing to show" in said


def test_a_page_of_names_alone_says_how_to_have_them(report: Report) -> None:
    without = report("--page", "leads", "--format", "text")
    assert without.exit_code == 1
    assert "--names" in without.stderr
    assert report("--page", "leads", "--format", "text", "--names").exit_code == 0


def test_nothing_is_published_yet(report: Report, tmp_path: Path) -> None:
    result = report("--page", "reps", "--format", "text", warehouse=tmp_path)
    assert result.exit_code != 0
    assert "leadhouse" in result.stderr


def test_an_old_report_stays_when_a_new_one_cannot_be_made(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "week.html"
    path.write_text("last week's")

    def fails(name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(writing, "_made", fails)
    assert report("--page", "data", "--output", str(path)).exit_code != 0
    assert path.read_text() == "last week's"
    assert [each.name for each in tmp_path.iterdir()] == ["week.html"]


def test_a_report_is_of_one_version(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = iter([Path("old"), Path("new"), Path("new"), Path("new")])
    monkeypatch.setattr(asking, "require_current", lambda _: next(published))
    drawn = iter([[Document("mixed")], [Document("new")]])
    assert asking.of_one_version(Warehouse.at(demo_warehouse), lambda: next(drawn)) == [Document("new")]
    monkeypatch.setattr(asking, "require_current", lambda _: object())
    with pytest.raises(WarehouseBusy):
        asking.of_one_version(Warehouse.at(demo_warehouse), list)


def test_the_same_version_gives_the_same_report(report: Report, tmp_path: Path) -> None:
    asked = ("--page", "lost-reasons", "--format", "text")
    assert report(*asked).stdout == report(*asked).stdout
