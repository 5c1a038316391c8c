"""Which campaigns the picture of cost and won shows, and how it draws them: losers as well as winners, in money."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from dashboards.components.campaign_key import KEY_ROW
from dashboards.components.campaign_returns import cost_and_won
from dashboards.components.campaign_words import maturing, title_of
from dashboards.components.formats import SPACE
from dashboards.components.models import Models
from dashboards.components.theme import DARK, LIGHT, Palette, drawn_in
from dashboards.standouts import LOST, MOST, MOST_LOSSES, PLAIN, WON, standouts
from tests.dashboards.test_charts import layers


def campaigns(*costs_and_won: tuple[float | None, float | None]) -> pl.DataFrame:
    """Campaigns c0, c1, ... with what each cost and won, the largest won first as the page has them."""
    rows = [
        {
            "campaign_key": f"c{number}",
            "label": f"Campaign {number}",
            "campaigns": 1,
            "cost": cost,
            "won": won,
            "won_beside": won,
            "roi": (won or 0) / cost - 1 if cost else None,
            "roi_beside": (won or 0) / cost - 1 if cost else None,
            "pipeline": 0.0,
            "mature_campaigns": 1,
            "mature_won": won or 0,
            "mature_roi": (won or 0) / cost - 1 if cost else None,
            "priced": 2,
            "mature_priced": 2,
            "lacking": max(0.0, cost - (won or 0)) if cost else 0.0,
            "maturing": 0.0,
            "is_mature": True,
            "priced_won": None if cost is None else won or 0,
            "mature_priced_won": None if cost is None else won or 0,
            "priced_won_beside": None if cost is None else won or 0,
            "unpriced_won": (won or 0) if cost is None else 0.0,
        }
        for number, (cost, won) in enumerate(costs_and_won)
    ]
    kinds = ("cost", "won", "won_beside", "roi", "roi_beside", "pipeline", "mature_won", "mature_roi", "lacking")
    kinds += ("priced_won", "mature_priced_won", "priced_won_beside", "unpriced_won")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(kinds, pl.Float64))


def young(found: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """The same, some campaigns being too young to be judged."""
    is_young = pl.col("campaign_key").is_in(keys)
    nothing = pl.lit(None, pl.Float64)
    return found.with_columns(
        maturing=pl.when(is_young).then("lacking").otherwise("maturing"),
        lacking=pl.when(is_young).then(0.0).otherwise("lacking"),
        mature_won=pl.when(is_young).then(0.0).otherwise("mature_won"),
        mature_priced_won=pl.when(is_young).then(0.0).otherwise("mature_priced_won"),
        mature_campaigns=pl.when(is_young).then(0).otherwise("mature_campaigns"),
        mature_roi=pl.when(is_young).then(nothing).otherwise("mature_roi"),
        mature_priced=pl.when(is_young).then(0).otherwise("mature_priced"),
        is_mature=~is_young,
    )


WINNERS = [(10.0, 1000.0 - number) for number in range(20)]
LOSERS = [(None, 0.0), (5.0, 0.0), (900.0, 100.0), (300.0, 0.0), (700.0, None), (40.0, 30.0), (60.0, 0.0), (50.0, 0.0)]
MANY = campaigns(*WINNERS, *LOSERS)


def names(found: pl.DataFrame, part: str) -> list[str]:
    """The groups that are shown for a reason, in their order."""
    return found.filter(pl.col("part") == part)["campaign_key"].to_list()


def test_those_that_cost_most_beyond_what_they_won_are_shown_beside_those_that_won_most() -> None:
    shown = standouts(MANY)
    # By hand: 900 - 100, 700 - nothing, 300, 60, 50; the one without a known cost lost nothing that is known.
    assert names(shown, LOST) == ["c22", "c24", "c23", "c26", "c27"]
    assert names(shown, WON) == [f"c{number}" for number in range(MOST - MOST_LOSSES)]
    lost = shown.filter(pl.col("part") == LOST)
    assert lost["lacking"].to_list() == [800, 700, 300, 60, 50]


def test_a_campaign_that_is_still_maturing_is_no_loser_and_says_so_instead_of_a_return() -> None:
    found = young(MANY, "c22", "c24")
    assert names(standouts(found), LOST) == ["c23", "c26", "c27", "c25", "c21"]
    alone = cost_and_won(standouts(young(campaigns((100.0, 0.0), (50.0, 0.0)), "c0")), "EUR", "Linear", "Linear")
    said = {row["campaign_key"]: row["text"].replace(SPACE, " ") for row in marks(alone, "tick")[0]["rows"]}
    assert said == {"c0": "0 EUR  ·  still maturing", "c1": "0 EUR  ·  ROI -100 %"}


def test_a_group_with_mature_and_young_campaigns_is_solid_hollow_pale_and_still_to_come() -> None:
    # By hand: 100 won, 60 of it by mature campaigns that cost 90; 150 in all, so 30 are lost, 20 may still come.
    one = campaigns((150.0, 100.0)).with_columns(
        mature_priced_won=pl.lit(60.0),
        lacking=pl.lit(30.0),
        mature_roi=pl.lit(-1 / 3),
        priced=pl.lit(3),
        is_mature=pl.lit(False),
    )
    expected, missing, hollow, solid = marks(drawn(one), "bar")
    for bar, start, end in ((expected, "lost_to", "cost"), (missing, "won", "lost_to"), (hollow, "mature_won", "won")):
        assert (bar["encoding"]["x"]["field"], bar["encoding"]["x2"]["field"]) == (start, end)
    row = solid["rows"][0]
    assert [row[each] for each in ("mature_won", "won", "lost_to", "cost")] == [60, 100, 130, 150]
    assert row["text"].replace(SPACE, " ") == "100 EUR  ·  ROI -33 %, 2 mature -33 %"


def test_without_losers_all_that_are_shown_won_most() -> None:
    shown = standouts(campaigns(*WINNERS))
    assert names(shown, WON) == [f"c{number}" for number in range(MOST)]
    assert not names(shown, LOST)


def test_a_group_that_won_much_and_cost_more_is_shown_once_among_the_losers() -> None:
    shown = standouts(campaigns((5000.0, 2000.0), *WINNERS))
    assert names(shown, LOST) == ["c0"]
    assert "c0" not in names(shown, WON)


def test_few_groups_are_all_shown_as_they_stand() -> None:
    few = campaigns(*LOSERS)
    assert names(standouts(few), PLAIN) == few["campaign_key"].to_list()


def test_of_months_the_last_are_shown_whatever_they_won() -> None:
    months = MANY.rename({"campaign_key": "started_month"})
    assert standouts(months)["started_month"].to_list() == MANY["campaign_key"].tail(MOST).to_list()


def marks(chart: Any, kind: str) -> list[dict[str, Any]]:
    """The layers of a chart that draw marks of a kind."""
    return [each for each in layers(chart) if each["mark"]["type"] == kind]


def drawn(frame: pl.DataFrame, beside: str = "Last touch") -> Any:
    """The picture of groups."""
    return cost_and_won(standouts(frame), "EUR", "Linear", beside)


def test_amounts_can_be_read_on_an_axis_with_the_currency() -> None:
    bar = marks(drawn(MANY), "bar")[-1]
    axis = bar["encoding"]["x"]["axis"]
    assert axis["labelExpr"].endswith('+ " EUR"')
    assert bar["encoding"]["x"]["scale"]["domain"] == [0, 1000]


def test_a_cost_that_is_not_won_back_is_drawn_from_what_was_won_to_the_cost_and_nowhere_else() -> None:
    missing = marks(drawn(MANY), "bar")[1]
    assert (missing["encoding"]["x"]["field"], missing["encoding"]["x2"]["field"]) == ("won", "lost_to")
    assert all(row["lost_to"] == row["cost"] for row in missing["rows"])
    assert {row["campaign_key"] for row in missing["rows"]} == {"c22", "c23", "c24", "c26", "c27"}


def key(chart: Any) -> list[str]:
    """What the key says, in its long words."""
    return [row["words"] for row in marks(chart, "point")[-1]["rows"]]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_key_shows_each_mark_as_it_is_drawn(palette: Palette) -> None:
    with drawn_in(palette):
        chart = drawn(young(MANY, "c0"))
    said = ["won so far, by Linear", "hollow: still maturing", "won, by Last touch", "cost", "cost not won back"]
    assert key(chart) == said
    looks = {row["words"]: row["fill"] for row in marks(chart, "point")[-1]["rows"]}
    assert looks["cost"] == marks(chart, "tick")[0]["mark"]["color"] == palette.warm
    assert looks["cost not won back"] == marks(chart, "bar")[1]["mark"]["color"]
    assert looks["won so far, by Linear"] == palette.ours
    assert looks["hollow: still maturing"] == palette.background


def test_the_key_says_nothing_of_what_is_not_drawn() -> None:
    old = campaigns(*WINNERS)
    assert key(drawn(old, beside="Linear")) == ["won so far, by Linear", "cost"]
    assert len(marks(drawn(old, beside="Linear"), "point")) == 1


def test_each_part_stands_below_its_head() -> None:
    chart = drawn(MANY)
    heads = next(each["rows"] for each in layers(chart) if each["rows"] and "head" in each["rows"][0])
    assert [re.sub(r":.*", "", row["head"]) for row in heads] == ["The 7 that won most", "The 5 that lost most"]
    order = marks(chart, "tick")[0]["encoding"]["y"]["sort"]
    assert order[0] == KEY_ROW
    assert order.index(heads[0]["label"]) < order.index("Campaign 0")
    assert order.index("Campaign 6") < order.index(heads[1]["label"]) < order.index("Campaign 22")


@pytest.fixture
def below(monkeypatch: pytest.MonkeyPatch) -> Callable[[pl.DataFrame], str]:
    """What stands below the picture of groups."""
    said: list[str] = []
    tables = "dashboards.components.campaign_words"
    monkeypatch.setattr(f"{tables}.st.caption", said.append)
    monkeypatch.setattr(f"{tables}.marketing.mature_until", lambda: None)
    monkeypatch.setattr(f"{tables}.data.currency", lambda: "EUR")

    def told(found: pl.DataFrame) -> str:
        maturing(found, standouts(found), "campaign", Models("linear", "last_touch", "Linear", "Last touch"))
        return said[-1].replace("\N{NO-BREAK SPACE}", " ")

    return told


def of_some_known_cost() -> pl.DataFrame:
    """A group that won 150: 70 by campaigns that cost 50, 80 by others; and one of 30 without any known cost."""
    mixed = campaigns((50.0, 150.0), (None, 30.0))
    is_mixed = pl.col("campaign_key") == "c0"
    changed = {"priced_won": 70.0, "mature_priced_won": 70.0, "priced_won_beside": 60.0, "unpriced_won": 80.0}
    changed |= {"roi": 0.4, "mature_roi": 0.4}
    return mixed.with_columns(
        pl.when(is_mixed).then(pl.lit(value)).otherwise(pl.col(each)).alias(each) for each, value in changed.items()
    )


def test_what_a_return_is_made_of_stands_beside_it_and_the_rest_of_the_bar_is_pale() -> None:
    chart = drawn(of_some_known_cost())
    tail, *_ = marks(chart, "bar")
    assert (tail["encoding"]["x"]["field"], tail["encoding"]["x2"]["field"]) == ("won", "all_won")
    rows = {row["campaign_key"]: row for row in marks(chart, "tick")[0]["rows"]}
    # By hand: (70 - 50) / 50; the circle is of the same campaigns; without any known cost all of the bar is pale.
    assert [rows["c0"][each] for each in ("won", "all_won", "won_beside")] == [70, 150, 60]
    assert [rows["c1"][each] for each in ("won", "all_won", "won_beside")] == [0, 30, 30]
    said = {name: row["text"].replace(SPACE, " ") for name, row in rows.items()}
    assert said == {"c0": "70 EUR  ·  ROI +40 %", "c1": "30 EUR  ·  no cost known"}
    assert "won, no cost known" in key(chart)
    assert len(marks(drawn(campaigns(*WINNERS)), "bar")) == len(marks(chart, "bar")) - 1


def test_what_was_won_without_a_known_cost_is_said_below(below: Callable[[pl.DataFrame], str]) -> None:
    assert "Pale" not in below(campaigns(*WINNERS))
    told = below(of_some_known_cost())
    assert "1 of 2 have no known cost, so no ROI." in told
    assert "Pale: 110 EUR won by campaigns without a known cost" in told


def test_what_the_picture_leaves_out_is_said_with_its_cost_and_won(below: Callable[[pl.DataFrame], str]) -> None:
    told = below(MANY)
    # By hand: 13 of the winners (cost 130, won 993 + ... + 981 = 12,831) and 3 others (cost 5 + 40, won 30).
    assert "The 7 that won most and the 5 that lost most; the other 16 cost 175 EUR" in told
    assert "won 12.9 k EUR: see the table" in told


def test_the_title_counts_who_won_back_their_cost_among_those_old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.components.campaign_words.data.currency", lambda: "EUR")
    found = young(campaigns((100.0, 150.0), (200.0, 20.0), (300.0, 0.0), (None, 5.0)), "c2")
    told = title_of(found, "campaign").replace(SPACE, " ")
    # By hand: c0 won back its 100, c1 lacks 180, c2 is too young, the cost of c3 is not known.
    assert told == "1 of 2 mature campaigns won back their cost; the others lack 180 EUR of it"
    assert title_of(young(found, "c0", "c1", "c2"), "campaign") == "What did they cost, and what did they bring?"


def test_what_turns_under_the_other_model_is_named(below: Callable[[pl.DataFrame], str]) -> None:
    assert "By Last touch none would turn" in below(MANY)
    turned = campaigns((100.0, 150.0), (100.0, 90.0)).with_columns(roi_beside=pl.Series([0.2, 0.1]))
    assert r"the ROI of Campaign 1 (-10 % to +10 %) would turn" in below(turned)
