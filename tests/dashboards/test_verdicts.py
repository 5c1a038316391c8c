"""Who does better or worse than expected: the table of reps and rates on the page Reps."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from dashboards import data
from dashboards.components import verdicts
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE
from dashboards.components.leavers import with_leavers
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_pages import opened, written

ALL_TIME = View(Filters(), "All time")


def row(**given: object) -> dict[str, object]:
    """A field of the table."""
    return {"value": 0.099, "hits": 33, "of": 333, "expected": 0.05, "evidence": "above"} | given


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row(), "▲ 9.9 % of 333\nexp. 5.0 %"),
        (row(evidence="below"), "▼ 9.9 % of 333\nexp. 5.0 %"),
        (row(evidence="may be chance"), "9.9 % of 333\nexp. 5.0 %"),
        (row(expected=None, evidence=None), "9.9 % of 333"),
        (row(value=0.5, hits=2, of=4, evidence="may be chance"), "2 of 4"),
    ],
)
def test_a_field_says_what_was_expected_beside_what_was_reached(given: dict[str, object], text: str) -> None:
    assert verdicts._cell(given).replace(SPACE, " ") == text  # type: ignore[arg-type]


def test_a_phone_shows_the_two_rates_alone() -> None:
    assert verdicts._cell(row(), short=True).replace(SPACE, " ") == "▲ 9.9 %\nexp. 5 %"  # type: ignore[arg-type]


def test_the_table_has_the_rates_of_each_rep_and_of_all(warehouse: Path) -> None:
    found, whole = verdicts.judged(ALL_TIME), verdicts.of_all(ALL_TIME)
    for metric, word in verdicts.RATES.items():
        reps = data.rates_by_rep(metric).filter(pl.col("of") > 0)
        assert found.filter(what=word).select("hits", "of").rows() == reps.select("hits", "of").rows()
        assert whole.filter(what=word).select("hits", "of").row(0) == (reps["hits"].sum(), reps["of"].sum())


def test_those_who_stand_out_are_named_by_rate_the_furthest_from_what_is_expected_first() -> None:
    """By hand: in time Cem is 20 points below what is expected, Ann 10, Bo and Dee 6; Eve 40 above, Flo may be."""
    fields = (
        ("In time", "Ann", 0.4, 0.5, "below"),
        ("In time", "Cem", 0.2, 0.4, "below"),
        ("In time", "Dee", 0.375, 0.4375, "below"),
        ("In time", "Bo", 0.4375, 0.5, "below"),
        ("In time", "Eve", 0.9, 0.5, "above"),
        ("Won", "Flo", 0.01, 0.05, "may be chance"),
        ("Qualified", "![x](//x)", 0.1, 0.2, "below"),
    )
    names = ["what", "owner_label", "value", "expected", "evidence"]
    found = pl.DataFrame(fields, schema=names, orient="row")
    said = verdicts.standing_out(found, "below")
    assert said.startswith("**Below expected by more than chance:** *qualified* ")
    assert said.endswith("; *in time* Cem, Ann, 2 more")
    assert "![x](" not in said
    assert verdicts.standing_out(found, "above") == "**Above expected by more than chance:** *in time* Eve"
    nobody = pl.DataFrame(fields[-2:-1], schema=names, orient="row")
    assert verdicts.standing_out(nobody, "below") == "**Below expected by more than chance:** nobody"


def test_where_few_leads_let_nobody_be_judged_nobody_is_called_fine(warehouse: Path) -> None:
    day = data.as_of().date()
    found = verdicts.judged(View(Filters(day, day), "A day"))
    assert not found.filter(pl.col("of") >= 5, pl.col("expected").is_not_null()).height
    assert "Below expected" not in written(opened("reps", period=f"{day}..{day}"))


def test_the_rates_with_a_rep_below_are_named_above_the_table(warehouse: Path) -> None:
    below = verdicts.judged(ALL_TIME).filter(evidence="below")
    said = next(line for line in written(opened("reps", period="all")).splitlines() if "Below expected" in line)
    assert below.height
    assert set(re.findall(r"\*([a-z ]+)\* ", said)) == {word.lower() for word in below["what"]}


def test_who_left_is_named_so(changed: Path) -> None:
    busiest = """(
        select s.owner_key
        from fct_lead_assignments as s
        inner join dim_users as u on u.user_key = s.owner_key
        where s.is_counted and u.owner_type = 'user' and not u.is_automated
        group by all
        order by count(*) desc
        limit 1
    )"""
    change(changed, f"update dim_users set is_active = (user_key <> {busiest})")
    found = verdicts.judged(ALL_TIME)
    left = found.filter(pl.col("owner_label").str.ends_with(" (left)"))
    assert left["owner"].n_unique() == 1
    everybody = data.metric("leads_received", ("owner",), data.of_reps(Filters())).sort("n", descending=True)
    assert left["owner_label"][0] == f"{everybody['owner_label'][0]} (left)"
    # Beside every other picture of reps too.
    for rows in (data.rates_by_rep("rep_won_rate"), data.side_by_side(("reason_given_rate",))):
        named = with_leavers(rows).filter(pl.col("owner_label").str.ends_with(" (left)"))
        assert named["owner"].to_list() == left["owner"].unique().to_list()


def test_the_page_says_how_many_fields_chance_alone_would_colour(warehouse: Path) -> None:
    found = verdicts.judged(ALL_TIME).filter(pl.col("of") >= 5, pl.col("expected").is_not_null())
    coloured = found.filter(pl.col("evidence") != "may be chance").height
    app = opened("reps", period="all")
    # One in twenty.
    said = f"Of {found.height} fields about {found.height / 20:.0f} would be coloured by chance alone; {coloured} are."
    text = written(app)
    assert said in text
    assert verdicts.OWED in text
    assert [each.label for each in app.metric][:2] == ["Won of received", "Qualified of received"]
