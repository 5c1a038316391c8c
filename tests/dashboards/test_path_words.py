"""What the page Attribution paths says in words: who opens and closes, what depends on the model, what adds up."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, marketing, ways
from dashboards.components.campaign_charts import LEAST_DEALS, by_model, learned
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, money
from dashboards.components.path_words import (
    LEAST_CLOSED,
    best_way,
    ends_told,
    gives_most,
    of_the_rest,
    opens_and_closes,
    swings,
)
from dashboards.filters import Filters
from tests.dashboards.test_charts import layers, texts
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written


def positions(*rows: tuple[str, str, int, float]) -> pl.DataFrame:
    """Channels at positions with their touches and share."""
    schema = {"source_category_label": pl.String, "position": pl.String, "touches": pl.Int64, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def shares(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Channels under models with their share of the amount won."""
    return pl.DataFrame(rows, schema={"label": pl.String, "model": pl.String, "share": pl.Float64}, orient="row")


def test_who_opens_and_who_closes_most_stands_above_the_picture() -> None:
    found = positions(
        ("Web", "First", 6, 0.6),
        ("E-mail", "First", 4, 0.4),
        ("Web", "Before close", 1, 0.25),
        ("E-mail", "Before close", 3, 0.75),
        ("Events", "Middle", 9, 1.0),
    )
    told = opens_and_closes(found).replace(SPACE, " ")
    assert told == "Opens most: Web, 60.0 % of first touches. Last before the end: E-mail, 75.0 %"
    assert opens_and_closes(found.head(1)) == "Which channels open, and which close?"


def test_the_channel_that_swings_most_is_named_with_both_ends() -> None:
    found = shares(
        ("Web", "Linear", 0.5),
        ("Web", "First touch", 0.2),
        ("Web", "Last touch", 0.45),
        ("Events", "Linear", 0.5),
        ("Events", "First touch", 0.8),
        ("Unattributed", "Last touch", 0.55),
    )
    # By hand: Last touch gives Events nothing, so they lie 0 to 80 % apart, the web 20 to 50 %.
    told = swings(found).replace(SPACE, " ")
    assert told == "Models disagree most on Events: 0.0 % (Last touch) to 80.0 % (First touch)"
    below = ends_told(found).replace(SPACE, " ")
    assert below.startswith("Share of the amount won: Web 20.0 % (First touch) to 50.0 % (Linear).")
    assert "Unattributed: 0.0 % (" in below
    assert below.endswith("to 55.0 % (Last touch).")


def test_where_all_models_agree_there_is_a_question_and_no_verdict() -> None:
    same = shares(("Web", "Linear", 1.0), ("Web", "Last touch", 1.0))
    assert swings(same) == "How do the models differ?"
    assert ends_told(same) == "Share of the amount won."


def test_the_parts_of_the_amount_won_on_the_tile_add_up_to_all_of_it(version: Path) -> None:
    app = opened("attribution_paths", period="all")
    ours = next(str(each.value) for each in app.metric if each.label == "From marketing")
    told = next(str(each.value) for each in app.caption if "the rest, " in str(each.value))
    rest = told.replace(SPACE, " ").partition("the rest, ")[2].partition("  \n")[0]
    others, *parts = map(float, re.findall(r"([\d.]+) %", rest))
    assert re.match(r"[\d.]+ %, [\d.]+ [kM]? ?EUR: ", rest)
    assert len(parts) > 1
    assert float(ours.split(SPACE)[0]) + others == pytest.approx(100, abs=0.11)
    assert sum(parts) == pytest.approx(others, abs=0.05 * (len(parts) + 2))


def test_the_share_of_marketing_is_told_with_what_other_models_give_it(version: Path) -> None:
    credit = read(version, "fct_campaign_attribution").filter("is_in_roi")
    amount = pl.col("attributed_won_amount").cast(pl.Float64)
    ours = amount.filter(pl.col("is_marketing").fill_null(value=False)).sum() / amount.sum()
    told = [name for name in ways.models() if ways.too_few(name) is None]
    by_model = credit.filter(pl.col("attribution_model").is_in(told)).group_by("attribution_model").agg(share=ours)
    (least, who_least), (most, who_most) = (
        (share, ways.models()[name]["label"]) for name, share in by_model.sort("share").rows()[:: by_model.height - 1]
    )
    said = f"by model: {who_least} **{least * 100:.1f} %** to {who_most} **{most * 100:.1f} %**"
    assert 0 < least < most < 1
    assert said in written(opened("attribution_paths", period="all")).replace(SPACE, " ")


def test_the_touches_of_a_deal_won_are_told_on_average(version: Path) -> None:
    won = read(version, "fct_opportunities").filter("is_counted", "is_won", "is_in_roi").select("opportunity_key")
    touches = read(version, "fct_opportunity_touchpoints").filter("is_credited").join(won, on="opportunity_key")
    assert touches["opportunity_key"].n_unique() < won.height < touches.height
    each = touches.height / touches["opportunity_key"].n_unique()
    assert f"{each:.1f} for each deal won that has one" in written(opened("attribution_paths", period="all"))


def test_where_the_chosen_model_gives_marketing_all_the_others_are_told_all_the_more(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pl.DataFrame({"attribution_model": ["linear", "primary_campaign"], "share": [1.0, 0.25]})
    monkeypatch.setattr(ways, "by_origin", lambda _: {"marketing": 100.0})
    monkeypatch.setattr(ways, "from_marketing", lambda _: told)
    view = View(Filters(), "All time")
    assert of_the_rest(view).replace(SPACE, " ") == "by model: Primary campaign **25.0 %** to Linear **100.0 %**"
    monkeypatch.setattr(ways, "from_marketing", lambda _: told.head(1))
    assert not of_the_rest(view)


def test_origins_are_those_that_the_filters_keep(version: Path) -> None:
    last = data.as_of().date()
    where = ways.under(Filters(last - timedelta(days=364), last), "linear").only("source_category", "webinar")
    amounts = ways.by_origin(where)
    assert set(amounts) == {"marketing"}
    assert sum(amounts.values()) == pytest.approx(data.metric("attributed_won", (), where)["value"][0])


def test_what_is_unattributed_says_its_deals_beside_its_amount(version: Path) -> None:
    credit = read(version, "fct_campaign_attribution").filter("is_in_roi", pl.col("attribution_model") == "linear")
    won = read(version, "fct_opportunities").filter("is_counted", "is_won", "is_in_roi").select("opportunity_key")
    of_won = credit.join(won, on="opportunity_key")
    without = of_won.filter("is_unattributed").height
    app = opened("attribution_paths", period="all")
    told = " ".join(str(each.value) for each in app.caption)
    assert app.button(key="show_unattributed_share").label.endswith(f"{SPACE}deals with an amount{SPACE}→")
    assert f"{without:,} of {of_won['opportunity_key'].n_unique():,} deals won: no touch on the way" in told


def test_a_channel_of_few_deals_is_pale_and_every_channel_says_how_many_it_has() -> None:
    columns = {"effect": None, "standard_error": None}
    rows = [
        {"label": "Web", "model": "markov", "share": 0.8, "paths": LEAST_DEALS, **columns},
        {"label": "List", "model": "shapley", "share": 0.2, "paths": LEAST_DEALS - 1, **columns},
    ]
    kinds = {"effect": pl.Float64, "standard_error": pl.Float64}
    drawn = layers(learned(pl.DataFrame(rows, schema_overrides=kinds)))[0]["rows"]
    assert [(row["label"], row["is_thin"]) for row in drawn] == [("Web (50)", False), ("List (49)", True)]


def test_the_credit_of_a_touch_stands_before_the_amount_of_its_deal(version: Path) -> None:
    listed = opened("attribution_paths", period="all").dataframe[0].value
    names = list(listed.columns)
    assert names.index("Credit (%)") < names.index("Won (EUR)") < names.index("Deal's amount (EUR)")
    assert "Amount (EUR)" not in names


def test_the_frequent_way_that_wins_most_often_is_named_unless_there_is_nothing_to_compare() -> None:
    rows = [(["web"], 200, 50), (["web", "event"], 40, 30), (["email"], LEAST_CLOSED - 1, LEAST_CLOSED - 1)]
    rows.append((["event"], 30, 30))
    found = pl.DataFrame(rows, schema=("steps", "opportunities", "won"), orient="row")
    labels = {"web": "Web", "event": "Events", "email": "E-mail"}
    # By hand: 50 of 200, 30 of 40; the third has too few, the fourth is not in a picture of three.
    told = best_way(found, labels, 3).replace(SPACE, " ")
    assert told == "Of the frequent ways Web → Events wins most often: 75.0 % of 40"
    assert best_way(found, labels, 1) == "Which ways lead to a deal?"


def test_the_channel_that_each_learned_model_gives_most_is_named_and_none_of_few_deals() -> None:
    rows = [("Web", "markov", 0.5, 90), ("Web", "shapley", 0.2, 90), ("Events", "shapley", 0.3, 80)]
    rows += [("List", "shapley", 0.45, 9), ("Web", "last_touch", 1.0, 90)]
    found = pl.DataFrame(rows, schema=("label", "model", "share", "paths"), orient="row")
    told = gives_most(found, 50).replace(SPACE, " ")
    assert told == "Of all wins so far Markov gives most to Web, 50.0 %; Shapley gives most to Events, 30.0 %"
    assert gives_most(found.clear(), 50).endswith("?")
    agreed = gives_most(found.filter(pl.col("label") == "Web"), 50).replace(SPACE, " ")
    assert agreed == "Of all wins so far data-driven models give most to Web: 50.0 % (Markov) and 20.0 % (Shapley)"


def test_one_word_names_what_no_channel_is_known_for() -> None:
    seeds = Path(__file__).parents[2] / "seeds" / "source_categories.csv"
    labels = dict(pl.read_csv(seeds).select("source_category", "label").iter_rows())
    assert marketing.ORIGINS["unmapped"] == labels["unmapped"]


def test_what_is_won_here_and_by_renewals_is_all_that_was_won(version: Path) -> None:
    deals = read(version, "fct_opportunities").filter(pl.col("is_won"))
    renewals = deals.filter(pl.col("opportunity_type") == "renewal")["amount"].sum()
    app = opened("attribution_paths", period="all")
    assert f"renewals apart: {money(float(renewals), data.currency())}" in written(app)
    here = data.metric("attributed_won", (), ways.without_renewals(Filters(), "fct_campaign_attribution"))["value"][0]
    assert float(here) + float(renewals) == pytest.approx(float(deals["amount"].sum()))
    # Renewals of one source are not told: they have none of their own.
    assert "renewals apart" not in written(opened("attribution_paths", period="all", source="web"))


def test_the_share_of_each_channel_under_the_chosen_model_is_written_beside_it() -> None:
    found = shares(("Web", "Linear", 0.75), ("Web", "Last touch", 0.5), ("E-mail", "Linear", 0.25))
    assert texts(by_model(found, "Linear", "Last touch"), "text") == [f"75.0{SPACE}%", f"25.0{SPACE}%"]
