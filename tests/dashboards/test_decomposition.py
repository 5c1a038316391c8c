"""What moved: mix and rate effects against figures worked by hand, and their sum against the change, always."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dashboards.decomposition import MOST_STEPS, bridge, brought, decomposed

EXACT = 1e-12


def period(**groups: tuple[float, float]) -> pl.DataFrame:
    """Hits and observations per group."""
    return pl.DataFrame([(name, *sums) for name, sums in groups.items()], schema=["source", "hits", "of"], orient="row")


def effects(now: pl.DataFrame, then: pl.DataFrame) -> dict[str, tuple[float, float]]:
    """Mix and rate effect per group."""
    found = decomposed(now, then, "source")
    return {row["source"]: (row["mix_effect"], row["rate_effect"]) for row in found.to_dicts()}


def test_the_worked_example() -> None:
    # Before: web 40 of 80 (50 %), list 2 of 20 (10 %): 42 of 100.
    # Now: web 30 of 50 (60 %), list 10 of 50 (20 %): 40 of 100.
    # Both sources answered 10 points better, yet the whole fell by 2: list grew from 20 to 50 % of all.
    # Mean of the two rates over all: 41 %. Mean shares: web (80 + 50) / 2 = 65 %, list (20 + 50) / 2 = 35 %.
    # Rate effects: web 10 pp x 0.65 = 6.5 pp, list 10 pp x 0.35 = 3.5 pp: together +10 pp.
    # Mix effects: web (0.5 - 0.8) x (55 - 41) pp = -4.2 pp, list (0.5 - 0.2) x (15 - 41) pp = -7.8 pp: together -12 pp.
    found = effects(period(web=(30, 50), list=(10, 50)), period(web=(40, 80), list=(2, 20)))
    assert found["web"] == pytest.approx((-0.042, 0.065), abs=EXACT)
    assert found["list"] == pytest.approx((-0.078, 0.035), abs=EXACT)


def test_a_group_that_entered_or_left_is_mix() -> None:
    # Before: web 5 of 10, fair 1 of 10: 6 of 20 = 30 %. Now: web 5 of 10, phone 9 of 10: 14 of 20 = 70 %. Mean 50 %.
    # Web: same share, same rate: nothing. Fair left: (0 - 0.5) x (10 - 50) pp. Phone entered: 0.5 x (90 - 50) pp.
    now, then = period(web=(5, 10), phone=(9, 10)), period(web=(5, 10), fair=(1, 10))
    found = {row["source"]: row for row in decomposed(now, then, "source").to_dicts()}
    assert {name: row["presence"] for name, row in found.items()} == {"web": "both", "phone": "entered", "fair": "left"}
    assert [found[name]["mix_effect"] for name in ("web", "fair", "phone")] == pytest.approx([0, 0.2, 0.2], abs=EXACT)
    assert [found[name]["rate_effect"] for name in ("web", "fair", "phone")] == pytest.approx([0, 0, 0], abs=EXACT)
    assert (found["phone"]["rate_before"], found["phone"]["share_before"]) == (None, 0)
    assert (found["fair"]["rate"], found["fair"]["share"]) == (None, 0)


def test_a_group_without_observations_in_a_period_is_not_there() -> None:
    found = decomposed(period(web=(5, 10), event=(0, 0)), period(web=(4, 10), event=(1, 2)), "source")
    assert dict(found.select("source", "presence").iter_rows()) == {"web": "both", "event": "left"}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (period(web=(1, 2)), period(web=(0, 0))),
        (period(web=(0, 0)), period(web=(1, 2))),
        (period(web=(1, 2)), period(web=(1, 2)).clear()),
    ],
)
def test_a_period_without_observations_gives_no_rows(now: pl.DataFrame, then: pl.DataFrame) -> None:
    found = decomposed(now, then, "source")
    assert found.height == 0
    assert "mix_effect" in found.columns


def test_groups_without_a_name_are_a_group() -> None:
    now, then = period(web=(5, 10), none=(1, 10)), period(web=(5, 10), none=(3, 10))
    unnamed = pl.col("source").replace({"none": None})
    found = decomposed(now.with_columns(unnamed), then.with_columns(unnamed), "source")
    assert found.filter(pl.col("source").is_null())["rate_effect"].to_list() == pytest.approx([-0.1])


def test_amounts_are_split_like_counts() -> None:
    now, then = period(web=(None, None), list=(250.5, 1000)), period(web=(10, 100), list=(0, 900))
    found = decomposed(now, then, "source")
    assert found["effect"].sum() == pytest.approx(0.2505 - 0.01, abs=EXACT)


counts = some.integers(0, 10_000).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of)))
periods = some.dictionaries(some.sampled_from("abcdefgh"), counts, max_size=8).filter(
    lambda groups: sum(of for _, of in groups.values()) > 0
)


@settings(max_examples=400, deadline=None)
@given(now=periods, then=periods)
@example(now={"a": (1, 1)}, then={"b": (0, 1)})
@example(now={"a": (0, 0), "b": (1, 10_000)}, then={"a": (3, 3)})
def test_mix_and_rate_add_up_to_the_change_and_turn_their_signs_with_the_periods(
    now: dict[str, tuple[int, int]], then: dict[str, tuple[int, int]]
) -> None:
    found = effects(period(**now), period(**then))
    rates = [math.fsum(hits for hits, _ in each.values()) / sum(of for _, of in each.values()) for each in (now, then)]
    assert math.fsum(mix + rate for mix, rate in found.values()) == pytest.approx(rates[0] - rates[1], abs=EXACT)
    turned = effects(period(**then), period(**now))
    for name, (mix, rate) in found.items():
        assert turned[name] == pytest.approx((-mix, -rate), abs=EXACT)


@settings(max_examples=400, deadline=None)
@given(now=periods, then=periods)
def test_each_effect_is_the_mean_of_the_two_orders_of_changing_share_and_rate(
    now: dict[str, tuple[int, int]], then: dict[str, tuple[int, int]]
) -> None:
    sums = [sum(of for _, of in each.values()) for each in (now, then)]
    whole = sum(sum(hits for hits, _ in each.values()) / of for each, of in zip((now, then), sums, strict=True)) / 2
    for name, (mix, rate) in effects(period(**now), period(**then)).items():
        (hits, of), (hits_before, of_before) = now.get(name, (0, 0)), then.get(name, (0, 0))
        share, share_before = of / sums[0], of_before / sums[1]
        own = hits / of if of else hits_before / of_before
        own_before = hits_before / of_before if of_before else own
        rate_first = (own - own_before) * share_before, (share - share_before) * (own - whole)
        share_first = (own - own_before) * share, (share - share_before) * (own_before - whole)
        assert rate == pytest.approx((rate_first[0] + share_first[0]) / 2, abs=EXACT)
        assert mix == pytest.approx((rate_first[1] + share_first[1]) / 2, abs=EXACT)


def test_the_bridge_of_the_worked_example() -> None:
    """Web 50 of 100 and list 10 of 100 before; web 30 of 50 and list 15 of 150 now: from 30 % to 22.5 %.

    Mix: web's share falls from a half to a quarter, and web is better: -0.25 * (0.55 - 0.2625) + 0.25 * (0.1 - 0.2625)
    = -0.1125. Web's own rate rises by 0.1 at the mean share of 0.375: +0.0375. The list's stays: no step.
    """
    then = pl.DataFrame({"source": ["web", "list"], "hits": [50, 10], "of": [100, 100]})
    now = pl.DataFrame({"source": ["web", "list"], "hits": [30, 15], "of": [50, 150]})
    steps = bridge(decomposed(now, then, "source"), "source", "Mix", "Others")
    assert steps["step"].to_list() == ["Mix", "web"]
    assert steps["start"].to_list() == pytest.approx([0.3, 0.1875])
    assert steps["effect"].to_list() == pytest.approx([-0.1125, 0.0375])
    assert steps["end"].to_list() == pytest.approx([0.1875, 0.225])


@pytest.mark.parametrize(("groups", "own", "others"), [(MOST_STEPS, MOST_STEPS, 0), (6, 6, 0), (7, MOST_STEPS, 1)])
def test_a_bridge_names_the_groups_that_moved_most_and_puts_the_rest_together(
    groups: int, own: int, others: int
) -> None:
    names = [f"g{number}" for number in range(groups)]
    then = pl.DataFrame({"g": names, "hits": [10] * groups, "of": [100] * groups})
    now = pl.DataFrame({"g": names, "hits": [11 + number for number in range(groups)], "of": [100] * groups})
    steps = bridge(decomposed(now, then, "g"), "g", "Mix", "Others")
    assert steps["step"].to_list() == ["Mix", *reversed(names[groups - own :]), *["Others"] * others]
    assert steps["effect"].sum() == pytest.approx(sum(1 + each for each in range(groups)) / 100 / groups)
    assert steps["end"].to_list()[:-1] == pytest.approx(steps["start"].to_list()[1:])
    assert steps["end"][-1] == pytest.approx(now["hits"].sum() / (100 * groups))


def test_the_steps_of_a_bridge_add_up_as_they_are_written() -> None:
    """Three groups of 100 of 300 each, from 10 of 100 to 14, 11 and 10 of 100 now.

    From 30 of 300 (10.0 %) to 35 of 300 (11.7 %): +1.7 pp. Each group weighs a third: +4 / 3 = 1.33 and +1 / 3 = 0.33
    pp, written on their own 1.3 and 0.3, which are 1.6: the tenth that is missing goes to the larger remainder, and as
    both lose the same, to the first.
    """
    then = pl.DataFrame({"g": ["a", "b", "c"], "hits": [10, 10, 10], "of": [100, 100, 100]})
    now = pl.DataFrame({"g": ["a", "b", "c"], "hits": [14, 11, 10], "of": [100, 100, 100]})
    steps = bridge(decomposed(now, then, "g"), "g", "Mix", "Others")
    assert dict(steps.select("step", "shown").iter_rows()) == {"Mix": 0.0, "a": 0.014, "b": 0.003}


@settings(max_examples=200, deadline=None)
@given(now=periods, then=periods)
def test_written_steps_always_add_up_to_the_written_change(
    now: dict[str, tuple[int, int]], then: dict[str, tuple[int, int]]
) -> None:
    found = decomposed(period(**now), period(**then), "source")
    steps = bridge(found, "source", "Mix", "Others")
    ends = [round(each * 1000) for each in (steps["start"][0], steps["end"][-1])]
    assert round(steps["shown"].sum() * 1000) == pytest.approx(ends[1] - ends[0], abs=1)
    assert (steps["shown"] - steps["effect"]).abs().max() < 0.0021


def test_what_groups_brought_adds_up_to_the_change() -> None:
    # Before: web 70, list 30, in all 100. Now: web 60, fair 55 and 4 without a group, in all 119.
    now = pl.DataFrame({"g": ["web", "fair", None], "value": [60, 55, 4]})
    then = pl.DataFrame({"g": ["web", "list"], "value": [70, 30]})
    found = brought(now, then, "g")
    assert found.select("g", "effect").rows() == [("fair", 55.0), ("list", -30.0), ("web", -10.0), (None, 4.0)]
    assert found["effect"].sum() == 119 - 100


def test_a_group_that_came_or_went_is_no_step_of_its_own() -> None:
    then = pl.DataFrame({"g": ["a", "gone"], "hits": [10, 5], "of": [100, 50]})
    now = pl.DataFrame({"g": ["a", "new"], "hits": [12, 5], "of": [100, 10]})
    steps = bridge(decomposed(now, then, "g"), "g", "Mix", "Others")
    assert steps["step"].to_list() == ["Mix", "a"]
    assert steps["end"][-1] == pytest.approx(17 / 110)
