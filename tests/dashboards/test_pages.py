"""Every page as a visitor sees it: filters, links, unknown values, empty results, records."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.components.formats import SPACE
from dashboards.filters import Filters
from dashboards.published import current_path
from tests.dashboards.test_data import read

APP = Path(data.__file__).parent / "app.py"
FACTS = {
    "funnel": "fct_leads",
    "response_time": "fct_leads",
    "leakage": "fct_leads",
    "qualification": "fct_leads",
    "reps": "fct_lead_assignments",
    "lost_reasons": "fct_opportunities",
    "campaigns": "rpt_campaign_roi",
    "attribution_paths": "fct_campaign_attribution",
}
"""The fact whose values each page with filters offers."""

FILTERED = tuple(FACTS)
PAGES = (*FILTERED, "leads", "data")
TITLES = {
    "funnel": "Funnel",
    "response_time": "Response time",
    "leakage": "Leakage",
    "qualification": "Qualification",
    "reps": "Reps",
    "lost_reasons": "Lost reasons",
    "campaigns": "Campaigns",
    "attribution_paths": "Attribution paths",
    "leads": "Leads",
    "data": "Data",
}


def opened(page: str, **url: str | list[str]) -> AppTest:
    """A page, opened by a link."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page(f"views/{page}.py")
    for name, value in url.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def written(app: AppTest) -> str:
    """All text of a page."""
    parts = (*app.markdown, *app.caption, *app.info, *app.warning, *app.subheader)
    return "\n".join(str(each.value) for each in parts)


def tile_said(app: AppTest, label: str) -> str:
    """What stands under the number of a tile."""
    found = next(column for column in app.columns if len(column.metric) == 1 and column.metric[0].label == label)
    return str(found.caption[0].value).replace(SPACE, " ")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_title_and_how_fresh_its_data_is(warehouse: Path, page: str) -> None:
    app = opened(page)
    assert app.title[0].value == TITLES[page]
    assert f"data as of {data.as_of():%a} {data.as_of().day} {data.as_of():%b %Y, %H:%M}" in written(app)
    assert "Salesforce" in written(app)
    assert not app.warning
    assert not app.error


@pytest.mark.parametrize("page", FILTERED)
def test_a_page_has_at_most_five_tiles_each_with_definition_and_records(warehouse: Path, page: str) -> None:
    app = opened(page, period="all")
    assert 4 <= len(app.metric) <= 5
    for tile in app.metric:
        assert tile.value not in ("", "None", "nan")
        assert tile.help
    assert sum(each.key.startswith("show_") for each in app.button if each.key) == len(app.metric)


@pytest.mark.parametrize("page", FILTERED)
def test_every_tile_lists_as_many_records_as_it_says(warehouse: Path, page: str) -> None:
    app = opened(page, period="all")
    for key in [each.key for each in app.button if each.key and each.key.startswith("show_")]:
        said = app.button(key=key).label.replace(SPACE, " ").removesuffix(" →")
        app.button(key=key).click().run()
        assert not app.exception
        assert app.query_params["show"] == key.removeprefix("show_")
        # Leakage has a list of its own before that of the records.
        lines = [str(each.value) for each in app.caption if "times in" in str(each.value)]
        lines = [line for line in lines if "neglected leads, those left alone" not in line]
        assert re.match(rf"(first [\d,]+ of )?{said}, ", lines[0])


@pytest.mark.parametrize("page", FILTERED)
def test_a_link_filters_and_the_widgets_show_it(warehouse: Path, page: str) -> None:
    team = next(iter(data.options(FACTS[page], "team")))
    app = opened(page, period="all", source=["web", "event"], team=team)
    assert app.multiselect(key="source").value == ["web", "event"]
    assert app.multiselect(key="team").value == [team]
    assert app.selectbox(key="period").value == "all"
    assert not app.warning


def test_a_filter_goes_into_the_link_and_changes_the_figures(warehouse: Path) -> None:
    app = opened("response_time", period="all")
    before = app.button(key="show_sla_met_rate").label
    app.multiselect(key="source").set_value(["web"]).run()
    assert app.query_params["source"] == "web"
    due = data.metric("sla_met_rate", (), Filters().only("source_category", "web"))["n"][0]
    assert app.button(key="show_sla_met_rate").label == f"{due:,}{SPACE}leads due{SPACE}→" != before
    rows = read(current_path(), "fct_leads").filter("is_response_due", pl.col("source_category") == "web")
    late, never = (rows.filter(pl.col("response_outcome") == outcome).height for outcome in ("late", "overdue"))
    said = f"**{late + never:,}** were not: {late:,} late ({late / due * 100:.1f} %), {never:,} never so far"
    assert said in written(app).replace(SPACE, " ")
    app.multiselect(key="source").set_value([]).run()
    assert "source" not in app.query_params
    assert app.button(key="show_sla_met_rate").label == before


def test_a_period_of_ones_own_is_in_the_link(warehouse: Path) -> None:
    app = opened("response_time", period="2026-01-01..2026-03-31")
    assert app.selectbox(key="period").value == "own"
    assert [f"{day:%Y-%m-%d}" for day in app.date_input(key="days").value] == ["2026-01-01", "2026-03-31"]
    app.selectbox(key="period").set_value("30d").run()
    assert app.query_params["period"] == "30d"
    # The usual period of the page is told as well: on other pages another one is usual.
    app.selectbox(key="period").set_value("90d").run()
    assert app.query_params["period"] == "90d"


def test_reset_clears_every_filter(warehouse: Path) -> None:
    app = opened("response_time", period="all", source="web")
    next(each for each in app.button if each.label == "Reset").click().run()
    assert app.query_params == {}
    assert app.multiselect(key="source").value == []


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize(
    ("name", "value"),
    [("source", "'; drop table fct_leads"), ("team", "No such team"), ("owner", "x:005"), ("period", "31/99/2026")],
)
def test_a_value_in_the_link_that_does_not_exist_is_named(warehouse: Path, page: str, name: str, value: str) -> None:
    app = opened(page, **{name: value})
    assert len(app.warning) == 1
    # Markup in what is quoted is escaped, and an address is kept from becoming a link.
    assert value in app.warning[0].value.replace("\\", "").replace("\u200b", "")


def test_records_asked_for_that_the_page_lacks_are_named(warehouse: Path) -> None:
    app = opened("reps", show="win_rate")
    assert "win_rate" in app.warning[0].value


@pytest.mark.parametrize("page", FILTERED)
def test_an_empty_result_names_the_filter_and_offers_to_drop_it(warehouse: Path, page: str) -> None:
    app = opened(page, period="1999-01-01..1999-01-31")
    assert "period" in app.info[0].value
    assert not app.metric
    app.button(key="drop_period").click().run()
    assert app.query_params["period"] == "all"
    assert app.metric


def test_a_picture_has_its_table(warehouse: Path) -> None:
    app = opened("response_time", period="all")
    before = len(app.dataframe)
    app.toggle(key="table_source").set_value(True).run()
    assert not app.exception
    assert len(app.dataframe) == before + 1


def test_the_data_page_lists_every_load(warehouse: Path) -> None:
    app = opened("data")
    landed = int(data.table("meta_loads")["landed"].sum())
    assert app.metric[0].value == f"{landed:,}"
    assert landed > 0


def test_what_cannot_be_measured_says_so(warehouse: Path) -> None:
    app = opened("response_time", period="all", source="sales")
    values = {tile.label: tile.value for tile in app.metric}
    assert values["SLA met"] == values["Median response"] == "no data"
    assert values["First answer overdue"] == "0"


def test_a_queue_keeps_nothing_in_order_and_the_page_says_so(warehouse: Path) -> None:
    received = data.metric("leads_received", ("owner_type", "owner"))
    queue = received.filter(pl.col("owner_type") == "queue").row(0, named=True)["owner"]
    app = opened("reps", period="all", owner=queue)
    headings = [each.value for each in app.subheader]
    assert "Who keeps the records in order?" in headings
    assert any(str(each.value) == ":gray[no data]" for each in app.markdown)


@pytest.mark.parametrize(
    ("page", "pictures"),
    [
        (
            "response_time",
            ("How fast are leads answered?", "How long do they wait?", "When in the week do leads wait?"),
        ),
        (
            "qualification",
            (
                "Which sources bring leads that qualify?",
                "Does the lead score tell who qualifies?",
                "Is it getting better?",
            ),
        ),
        ("reps", ("Who does better or worse than expected?", "Share won by the owner", "Who answers in time?")),
        ("lost_reasons", ("Named most", "Costs most", "Do we win more often?")),
        ("data", ("What did the tests find?", "Which months hold records?", "What was loaded?")),
    ],
)
def test_a_page_answers_before_it_explains(warehouse: Path, page: str, pictures: tuple[str, ...]) -> None:
    app = opened(page) if page == "data" else opened(page, period="all")
    # A title may name what it found after a colon.
    headings = [str(each.value).partition(":")[0] for each in app.subheader]
    places = [headings.index(title) for title in pictures]
    assert places == sorted(places)
    assert places[0] == 0


@pytest.mark.parametrize("page", ["response_time", "qualification", "lost_reasons"])
def test_a_rate_that_moved_is_taken_apart(warehouse: Path, page: str) -> None:
    app = opened(page, period="180d")
    assert any("because rates changed within a source" in str(each.value) for each in app.markdown)
    assert "Step by step, by source" in [each.value for each in app.subheader]


def test_the_data_page_says_what_is_open(warehouse: Path) -> None:
    app = opened("data")
    unmapped = data.table("meta_unmapped").height
    assert unmapped > 1
    sentence = next(str(each.value) for each in app.markdown if str(each.value).startswith("**Yes, but for:**"))
    assert f"{unmapped} values have no meaning yet" in sentence


@pytest.fixture
def reduced(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A version as a company without exported activities and opportunities has it, made by hand."""
    shutil.copytree(demo_warehouse / "published", tmp_path / "published")
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path))
    with duckdb.connect(str(current_path())) as connection:
        connection.execute(
            """
            update fct_leads set response_outcome = 'not_measurable', response_bucket = 'not measurable',
                is_response_due = false, is_response_met = false, is_contacted = false
            """
        )
        connection.execute("delete from fct_opportunities")
        connection.execute("update meta_coverage set is_exported = false where subject = 'opportunities'")
    return tmp_path


def test_without_activities_response_is_not_measurable(reduced: Path) -> None:
    app = opened("response_time", period="all")
    assert [tile.value for tile in app.metric] == ["not measurable"] * 5
    assert any("not measurable for" in each.value for each in app.caption)


def test_without_opportunities_the_page_says_not_exported(reduced: Path) -> None:
    app = opened("lost_reasons", period="all")
    assert not app.metric
    assert "not exported" in app.info[0].value


def test_every_page_has_an_address_of_its_own() -> None:
    text = APP.read_text(encoding="utf-8")
    assert all(f'("{page}", "{title}")' in text for page, title in TITLES.items())
