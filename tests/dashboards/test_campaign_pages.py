"""The pages Campaigns and Attribution paths as a visitor sees them: models, tree, one campaign, and hostile names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data, marketing, ways
from dashboards.components.campaign_panel import under_each_model
from dashboards.components.campaign_sheet import MOST_ROWS, Sheet, written
from dashboards.components.plain_text import MARKUP, plain
from dashboards.filters import NO_VALUE, Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_pages import opened
from tests.dashboards.test_pages import written as text_of

MARKETING = ("campaigns", "attribution_paths")
NO_WIDTH = "\u200b"
"""Keeps an address from becoming a link."""

HOSTILE = "<img src=x onerror=alert(1)> **=cmd|' /C calc** [x](http://evil.example) ![y](http://evil.example/z) $a$"


def parent() -> str:
    """The campaign without a parent that won most."""
    return str(marketing.campaigns("linear").filter(pl.col("depth") == 0)["campaign_key"][0])


def tile(app: AppTest, label: str) -> str:
    """The number on a tile."""
    return next(each.value for each in app.metric if each.label == label)


@pytest.mark.parametrize("page", MARKETING)
def test_the_model_switch_changes_the_figures_and_keeps_everything_else(warehouse: Path, page: str) -> None:
    app = opened(page, period="all", source=["event", "email"], beside="w_shaped")
    before = dict(app.query_params)
    label = {"campaigns": "Attributed won", "attribution_paths": "Won in all"}[page]
    first = tile(app, label)
    app.selectbox(key="model").set_value("first_touch").run()
    assert not app.exception
    assert dict(app.query_params) == before | {"model": "first_touch"}
    assert app.multiselect(key="source").value == ["event", "email"]
    assert tile(app, label) != first
    app.selectbox(key="model").set_value(ways.usual_model()).run()
    assert dict(app.query_params) == before
    assert tile(app, label) == first


@pytest.mark.parametrize("page", MARKETING)
@pytest.mark.parametrize(("name", "word"), [("model", "attribution model"), ("beside", "attribution model")])
def test_a_model_that_does_not_exist_is_named(warehouse: Path, page: str, name: str, word: str) -> None:
    app = opened(page, **{name: "last_clck"})
    assert [word in each.value and "last_clck" in each.value for each in app.warning] == [True]
    assert app.metric


@pytest.mark.parametrize(("page", "name"), [("campaigns", "by"), ("attribution_paths", "ways")])
def test_a_grouping_that_does_not_exist_is_named(warehouse: Path, page: str, name: str) -> None:
    app = opened(page, **{name: "colour"})
    assert ["colour" in each.value for each in app.warning] == [True]


@pytest.mark.parametrize("page", MARKETING)
def test_the_models_go_along_to_the_other_page(warehouse: Path, page: str) -> None:
    app = opened(page, model="w_shaped", beside="first_touch")
    assert app.selectbox(key="model").value == "w_shaped"
    assert app.selectbox(key="beside").value == "first_touch"
    assert "model" in (Path(data.__file__).parent / "app.py").read_text(encoding="utf-8").split("SHARED = ")[1][:90]


@pytest.mark.parametrize(
    ("by", "word"),
    [
        ("programme", "programme"),
        ("campaign", "campaign"),
        ("channel", "channel"),
        ("type", "type"),
        ("month", "start month"),
    ],
)
def test_every_grouping_is_drawn_and_in_the_link(warehouse: Path, by: str, word: str) -> None:
    app = opened("campaigns", period="all", by=by)
    assert not app.warning
    assert any(f"Won so far, by {word}." in each.value for each in app.caption)


def test_the_table_begins_with_what_its_title_asks_for_and_writes_returns_as_the_picture_does(warehouse: Path) -> None:
    app = opened("campaigns", period="all")
    table = next(each for each in app.dataframe if "EUR per lead" in each.value.columns)
    first = ["Programme", "Cost (EUR)", "Won (EUR)", "ROI (%)", "Leads", "EUR per lead"]
    first += ["Qualified", "EUR per qualified", "Credited wins", "EUR per win"]
    assert list(table.value.columns)[:10] == first
    is_hidden = {name: (each or {}).get("hidden", False) for name, each in json.loads(table.proto.columns).items()}
    assert not any(is_hidden.get(name) for name in first)
    shown = json.loads(table.proto.columns)["ROI (%)"]
    assert shown["label"] == "ROI"
    assert (shown["type_config"]["format"] % 543.7).replace("\N{NO-BREAK SPACE}", " ") == "+544 %"


def test_what_nobody_knows_is_always_in_sight(warehouse: Path) -> None:
    for page in MARKETING:
        assert "Unattributed" in text_of(opened(page, period="all")) + " ".join(
            each.label for each in opened(page, period="all").metric
        )


def test_a_campaign_opens_and_closes_and_the_link_says_so(warehouse: Path) -> None:
    app = opened("campaigns", period="all")
    key = parent()
    children = marketing.campaigns("linear").filter(pl.col("parent_campaign_key") == key)["campaign_key"].to_list()
    names = {each.key for each in app.button if each.key}
    assert f"campaign_{key}" in names
    assert not {f"campaign_{each}" for each in children} & names
    app.button(key=f"open_{key}").click().run()
    assert app.query_params["open"] in (key, [key])
    assert {f"campaign_{each}" for each in children} <= {each.key for each in app.button if each.key}
    app.button(key=f"open_{key}").click().run()
    assert "open" not in app.query_params


def test_a_campaign_lists_its_members_and_credits_with_all_below_it(warehouse: Path) -> None:
    key = parent()
    app = opened("campaigns", period="all")
    app.button(key=f"campaign_{key}").click().run()
    assert not app.exception
    assert app.query_params["campaign"] in (key, [key])
    below = marketing.subtree(marketing.campaigns("linear"), key)
    of_all = ways.under(Filters().only("campaign_key", *below), "linear")
    anew = of_all.only("opportunity_type", "new_business", "existing_business", "unmapped", NO_VALUE)
    for name, noun, where in (
        ("campaign_members", "memberships", of_all),
        ("opportunity_credits", "credited touches", anew),
    ):
        number = data.metric(name, (), where)["n"][0]
        assert number > 0
        assert any(f"{number:,} {noun}, newest first · all time" in each.value for each in app.caption), name


def test_credits_of_a_campaign_add_up_to_its_figures(warehouse: Path) -> None:
    key = parent()
    row = marketing.campaigns("linear").row(by_predicate=pl.col("campaign_key") == key, named=True)
    where = ways.under(Filters().only("campaign_key", *marketing.subtree(marketing.campaigns("linear"), key)), "linear")
    fields = ("opportunity_type", "credit", "attributed_won_amount")
    every = data.records("opportunity_credits", fields, where)
    listed = every.filter(~pl.col("opportunity_type").eq_missing("renewal"))
    assert listed.height < every.height
    renewed = float(every["attributed_won_amount"].sum() - listed["attributed_won_amount"].sum())
    assert renewed == pytest.approx(float(row["total_attributed_renewal_won_amount"]))
    assert listed["credit"].sum() == pytest.approx(row["total_attributed_opportunities"])
    won = float(row["total_attributed_won_amount"])
    assert float(listed["attributed_won_amount"].sum()) == pytest.approx(won)


def test_a_campaign_in_the_link_that_does_not_exist_is_named(warehouse: Path) -> None:
    app = opened("campaigns", campaign="salesforce:nothing")
    assert ["salesforce:nothing" in each.value for each in app.warning] == [True]


TOO_FEW = "update rpt_channel_weights set is_enough = false, closed_paths = 34, least_paths = 200"


@pytest.mark.parametrize("page", MARKETING)
def test_a_data_driven_model_with_too_few_paths_says_so_instead_of_figures(changed: Path, page: str) -> None:
    change(changed, TOO_FEW)
    app = opened(page, model="markov", period="all")
    assert not app.metric
    assert "34 of the 200 needed" in app.info[0].value
    app.button(key="usual_model").click().run()
    assert app.metric
    assert "model" not in app.query_params


@pytest.mark.parametrize("page", MARKETING)
def test_a_data_driven_model_beside_with_too_few_paths_is_replaced_and_that_is_said(changed: Path, page: str) -> None:
    change(changed, TOO_FEW)
    app = opened(page, beside="shapley", period="all")
    assert app.metric
    assert "34 of the 200 needed" in app.info[0].value
    assert "Last touch" in app.info[0].value


def test_a_version_from_before_attribution_says_to_build_again(changed: Path) -> None:
    for table in ("fct_campaign_attribution", "fct_opportunity_touchpoints", "rpt_campaign_roi", "rpt_channel_weights"):
        change(changed, f"drop table {table}")
    for page in MARKETING:
        app = opened(page)
        assert not app.metric
        assert "leadhouse build" in app.info[0].value


def test_a_company_that_knows_no_cost_sees_no_roi_and_never_zero(changed: Path) -> None:
    change(
        changed,
        "update rpt_campaign_roi set cost = null, roi = null, total_cost = null, total_roi = null",
    )
    app = opened("campaigns", period="all")
    values = {each.label: each.value for each in app.metric}
    assert values["ROI"] == values["Cost"] == values["Cost per credited win"] == "no cost known"
    assert values["Attributed won"].endswith("EUR")


def test_without_opportunities_what_campaigns_won_is_not_exported_and_never_zero(changed: Path) -> None:
    change(
        changed,
        "update meta_coverage set is_exported = false where subject = 'opportunities'",
        "update rpt_campaign_roi set attributed_won_amount = 0, attributed_open_amount = 0, attributed_customers = 0",
    )
    values = {each.label: each.value for each in opened("campaigns", period="all").metric}
    assert values["Attributed won"] == values["Open pipeline"] == values["Cost per credited win"] == "not exported"
    assert values["Cost"].endswith("EUR")


def test_text_of_the_crm_is_shown_as_it_is_and_never_as_markup(changed: Path) -> None:
    quoted = HOSTILE.replace("'", "''")
    change(changed, f"update dim_campaigns set campaign_name = '{quoted}' where depth = 0")
    key = parent()
    app = opened("campaigns", period="all", campaign=key)
    label = app.button(key=f"campaign_{key}").label
    assert re.sub(r"\\(.)", r"\1", label).replace(NO_WIDTH, "").startswith(HOSTILE)
    assert "://" not in label
    for mark in MARKUP.finditer(HOSTILE):
        assert f"\\{mark.group()}" in label
    for shown in (*app.markdown, *app.caption, *app.subheader):
        assert not re.search(r"(?<!\\)<img", str(shown.value))
        assert "](http" not in str(shown.value)


def test_plain_text_leaves_no_mark_that_means_something() -> None:
    assert plain("Spring fair 2026") == "Spring fair 2026"
    assert plain("a\n# b") == r"a \# b"
    assert plain(":red[x]") == r"\:red\[x\]"


def test_the_sheet_of_a_campaign_is_one_page_that_fetches_nothing(warehouse: Path) -> None:
    figures = under_each_model(parent())
    credits = pl.DataFrame({"Opportunity": [HOSTILE] * (MOST_ROWS + 5), "Won, credited": ["1 EUR"] * (MOST_ROWS + 5)})
    text = written(Sheet(HOSTILE, f"Event · {HOSTILE}", figures, credits, "data as of today"))
    assert "<img" not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") == MOST_ROWS + 3
    assert not re.search(r"<(script|link|iframe|img|a)\b", text)
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?http", text.replace("](http", ""))
    assert "default-src 'none'" in text
    assert f"The {MOST_ROWS} largest of {MOST_ROWS + 5}" in text
    assert "data as of today" in text
    for model in ways.models().values():
        if ways.too_few(model["attribution_model"]) is None:
            assert model["label"] in text


def test_the_sheet_leaves_a_cost_that_is_not_known_blank(warehouse: Path) -> None:
    tree = marketing.campaigns("linear")
    unknown = tree.filter(pl.col("total_cost").is_null())["campaign_key"][0]
    figures = under_each_model(unknown)
    assert set(figures["Cost"]) == set(figures["ROI"]) == {""}
