"""What a visitor does with a page: compare, filter by a mark, take along, share, read the hint, see what is new."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.components.downloads import about
from dashboards.components.filter_bar import View
from dashboards.components.record_columns import twin
from dashboards.exporting import About, csv_of, picture_of
from dashboards.filters import Filters
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import FILTERED, opened, tile_said, written

COMPARED = ("funnel", "response_time", "qualification", "reps", "lost_reasons", "leakage")


def tile(app: AppTest, label: str) -> tuple[str, str]:
    """The number and the change on a tile."""
    found = next(each for each in app.metric if each.label == label)
    return found.value, found.delta


def created(version: Path, first: date, last: date) -> int:
    """Counted leads created on some days."""
    leads = read(version, "fct_leads").filter("is_counted")
    return leads.filter(pl.col("created_date").is_between(first, last)).height


def test_a_period_that_goes_on_is_compared_with_the_part_then_gone_by(warehouse: Path, version: Path) -> None:
    today = data.as_of().date()
    assert today == date(2026, 11, 20)
    now, then = (created(version, date(2026, m, 1), date(2026, n, 20)) for m, n in ((10, 11), (7, 8)))
    app = opened("qualification", period="quarter")
    assert tile(app, "Leads created") == (f"{now:,}", f"{now - then:+,}")
    assert app.selectbox(key="compare").options[0] == "1 Jul - 20 Aug 2026"


def test_last_year_is_in_the_link_and_changes_what_is_compared(warehouse: Path, version: Path) -> None:
    now, then = (created(version, date(year, 10, 1), date(year, 11, 20)) for year in (2026, 2025))
    app = opened("qualification", period="quarter")
    app.selectbox(key="compare").set_value("last_year").run()
    assert app.query_params["compare"] == "last_year"
    assert tile(app, "Leads created") == (f"{now:,}", f"{now - then:+,}")
    assert "1 Oct - 20 Nov 2025" in next(each for each in app.metric if each.label == "Leads created").help


def test_a_change_of_older_leads_alone_says_so_and_is_the_difference_of_the_two_rates_under_it(warehouse: Path) -> None:
    app = opened("qualification", period="12m")
    number, change = tile(app, "Qualification rate")
    under = tile_said(app, "Qualification rate")
    said = re.search(r"like for like, old enough to judge: ([\d.]+) % vs ([\d.]+) %", under)
    assert said
    now, before = map(float, said.groups())
    moved = re.fullmatch(r"([+-][\d.]+).pp like for like", change)
    assert moved
    assert float(moved[1]) == pytest.approx(now - before, abs=0.11)
    assert number != f"{now} %"


@pytest.mark.parametrize("page", COMPARED)
def test_a_page_can_be_compared_with_nothing(warehouse: Path, page: str) -> None:
    app = opened(page, period="90d", compare="none")
    assert [each.delta for each in app.metric] == [""] * len(app.metric)
    assert "What moved" not in written(app)
    assert not app.warning


def test_a_comparison_that_does_not_exist_is_named(warehouse: Path) -> None:
    app = opened("response_time", compare="<script>")
    assert "<script>" in app.warning[0].value.replace("\\", "")
    assert app.selectbox(key="compare").value == "before"


def test_words_that_are_no_value_stay_out_of_the_link() -> None:
    def script() -> None:
        import streamlit as st

        from dashboards.components.choices import write

        st.session_state["by"] = "25 May - 22 Aug 2026"
        st.button("choose", on_click=write, args=("by", "channel", ("channel", "type")))

    app = AppTest.from_function(script).run()
    app.query_params["by"] = "type"
    app.button[0].click().run()
    assert app.query_params == {"by": "type"}


def test_all_time_is_compared_with_nothing(warehouse: Path) -> None:
    app = opened("response_time", period="all")
    assert "compare" not in [each.key for each in app.selectbox]
    assert [each.delta for each in app.metric] == [""] * len(app.metric)


def test_a_view_narrows_what_it_is_compared_with_too() -> None:
    view = View(Filters(date(2026, 1, 2)), "", compared=Filters(date(2026, 1, 1)))
    narrowed = view.narrowed(lambda where: where.only("team", "EMEA"))
    assert narrowed.where == Filters(date(2026, 1, 2), values=(("team", ("EMEA",)),))
    assert narrowed.compared == Filters(date(2026, 1, 1), values=(("team", ("EMEA",)),))
    assert View(Filters(), "").narrowed(lambda where: where.only("team", "EMEA")).compared is None


def picking(field: str, value: str) -> AppTest:
    """A page with one button that does what a click on a mark does."""

    def script(field: str, value: str) -> None:
        import streamlit as st

        from dashboards.components.filter_bar import keep_only

        st.button("mark", on_click=keep_only, args=(field, value))

    return AppTest.from_function(script, args=(field, value))


def test_a_mark_filters_and_the_same_mark_again_lets_go() -> None:
    app = picking("source_category", "web").run()
    app.query_params["source"] = ["event", "web"]
    app.query_params["team"] = "EMEA"
    app.button[0].click().run()
    assert app.query_params == {"source": "web", "team": "EMEA"}
    app.button[0].click().run()
    assert app.query_params == {"team": "EMEA"}


def test_filters_that_leave_nothing_only_together_are_named_and_dropped(warehouse: Path, version: Path) -> None:
    leads = (
        read(version, "fct_leads")
        .filter("is_counted")
        .join(read(version, "dim_users").select(owner_key="user_key", owner_type="owner_type"), on="owner_key")
    )
    owner, team = leads.filter(pl.col("team").is_not_null()).select("owner_key", "team").row(0)
    other = leads.filter(pl.col("team").is_not_null() & (pl.col("team") != team))["team"][0]
    app = opened("qualification", period="1999-01-01..1999-01-02", owner=owner, team=other)
    assert not app.metric
    assert "team and owner and period together" in app.info[0].value
    app.button(key="drop_all").click().run()
    assert app.metric
    assert app.query_params == {"period": "all"}


def test_a_file_says_page_period_filters_and_definition(warehouse: Path) -> None:
    st.session_state["page"] = "Response time"
    where = Filters(date(2026, 10, 1), date(2026, 11, 20)).only("source_category", "web", "none").only("team", "EMEA")
    shown = about("First answer overdue", View(where, "This quarter", "1 Jul - 20 Aug 2026"), "overdue_now", 1234)
    lines = dict(shown.lines)
    assert lines["Period"] == "This quarter: 1 Oct - 20 Nov 2026"
    assert lines["Compared with"] == "1 Jul - 20 Aug 2026"
    assert lines["Source"].startswith("Web")
    assert lines["Team"] == "EMEA"
    assert lines["Rows"] == "1,234"
    assert lines["Definition"].startswith("First answer overdue: ")
    assert lines["Data as of"].startswith("Fri 20 Nov 2026, 17:02")
    assert (shown.page, shown.title, shown.as_of) == ("Response time", "First answer overdue", "2026-11-20")


def test_the_table_behind_a_picture_speaks_in_words() -> None:
    frame = pl.DataFrame(
        {"source_category": ["web"], "source_category_label": ["Web"], "value": [0.5], "low": [0.4], "n": [9]}
    )
    table, shares = twin(frame)
    assert table.columns == ["Source", "Rate", "95 % from", "n"]
    assert shares == ["Rate", "95 % from"]
    counts, none = twin(pl.DataFrame({"value": [3], "share": [1.0], "low": pl.Series([None], dtype=pl.Float64)}))
    assert counts.columns[0] == "Value"
    assert none == ["Share", "95 % from"]


def test_two_columns_of_one_name_stay_two() -> None:
    table, _ = twin(pl.DataFrame({"lost_reason": ["a"], "disqualified_reason": ["b"]}))
    assert table.columns == ["Reason", "disqualified reason"]


@pytest.mark.parametrize("page", FILTERED)
def test_every_picture_of_a_page_can_be_taken_along(
    warehouse: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, tuple[Any, About]] = {}

    def noted(table: pl.DataFrame, chart: Any, shown: About, shares: list[str], key: str) -> None:
        if chart:
            found[key] = chart, shown
        assert shares == [each for each in shares if each in table.columns]
        assert len(csv_of(table)) > 3

    monkeypatch.setattr("dashboards.components.page.download_menu", noted)
    opened(page, period="all")
    assert found
    with ThreadPoolExecutor(1) as elsewhere:  # files are written outside the thread that draws the page
        for chart, shown in found.values():
            drawn = elsewhere.submit(picture_of, chart, shown, "svg").result().decode()
            ElementTree.fromstring(drawn)
            assert f"Period: {dict(shown.lines)['Period']}" in drawn


def test_the_hint_goes_away_when_told(warehouse: Path) -> None:
    app = opened("data")
    assert any("New here?" in each.value for each in app.sidebar.markdown)
    app.button(key="hint_read").click().run()
    assert not any("New here?" in each.value for each in app.sidebar.markdown)


def test_an_open_page_shows_what_is_published_meanwhile(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_warehouse / "published", tmp_path / "published")
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path))
    st.cache_data.clear()
    app = opened("data")
    assert not app.toast
    pointer = tmp_path / "published" / "CURRENT"
    name = pointer.read_text(encoding="utf-8").strip()
    later = name.replace("leadhouse-2", "leadhouse-3")
    shutil.copy(pointer.parent / name, pointer.parent / later)
    pointer.write_text(pointer.read_text(encoding="utf-8").replace(name, later), encoding="utf-8")
    app.run()
    assert app.session_state["version"] == later
    assert app.toast[0].value.startswith("New data: as of Fri 20 Nov 2026")


def test_no_page_is_compared_with_a_period_that_overlaps(warehouse: Path) -> None:
    for page in COMPARED:
        app = opened(page)
        view = app.session_state["view"]
        assert view.compared.last == view.where.first - timedelta(days=1)


def test_queues_are_looked_at_apart(warehouse: Path, version: Path) -> None:
    queues = read(version, "dim_users").filter(pl.col("owner_type") == "queue")["user_key"]
    leads = read(version, "fct_leads").filter("is_counted", pl.col("owner_key").is_in(queues.implode()))
    app = opened("qualification", period="all", kind="queue")
    assert tile(app, "Leads created")[0] == f"{leads.height:,}"
    assert app.multiselect(key="kind").value == ["queue"]


def test_renewals_are_looked_at_apart(warehouse: Path, version: Path) -> None:
    lost = read(version, "fct_opportunities").filter("is_counted", "is_lost")
    app = opened("lost_reasons", period="all", type="renewal")
    assert tile(app, "Opportunities lost")[0] == f"{lost.filter(opportunity_type='renewal').height:,}"
    assert lost.filter(opportunity_type="renewal").height < lost.height
