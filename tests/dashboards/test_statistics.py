"""The estimators against published figures and against cases worked out by hand."""

from __future__ import annotations

import random

import polars as pl
import pytest

from dashboards.statistics import (
    Z95,
    aalen_johansen,
    counted,
    expected_rates,
    incidence_quantile,
    may_be_chance,
    ranked,
    wilson,
    with_evidence,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3 (score without correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    interval = wilson(hits, n)
    assert interval is not None
    assert interval == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_is_nothing() -> None:
    assert wilson(0, 0) is None


def counts(*rows: tuple[int, int, int, int]) -> pl.DataFrame:
    """Rows of seconds, event, competing, censored."""
    return pl.DataFrame(rows, schema=["seconds", "event", "competing", "censored"], orient="row")


def test_without_competing_events_it_is_one_minus_kaplan_meier() -> None:
    # Freireich et al. (1963), 6-MP arm of 21 patients; survival and Greenwood errors as in Klein & Moeschberger,
    # Survival Analysis (2003), table 4.1A.
    arm = counts(
        (6, 3, 0, 1), (7, 1, 0, 0), (9, 0, 0, 1), (10, 1, 0, 1), (11, 0, 0, 1), (13, 1, 0, 0), (16, 1, 0, 0),
        (17, 0, 0, 1), (19, 0, 0, 1), (20, 0, 0, 1), (22, 1, 0, 0), (23, 1, 0, 0), (25, 0, 0, 1), (32, 0, 0, 2),
        (34, 0, 0, 1), (35, 0, 0, 1),
    )  # fmt: skip
    survival = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    errors = {6: 0.0764, 7: 0.0869, 10: 0.0963, 13: 0.1068, 16: 0.1141, 22: 0.1282, 23: 0.1346}
    curve = aalen_johansen(arm)
    found = {row["seconds"]: row for row in curve.to_dicts()}
    for time, share in survival.items():
        assert 1 - found[time]["incidence"] == pytest.approx(share, abs=5e-4)
    for time, error in errors.items():
        assert (found[time]["high"] - found[time]["incidence"]) / Z95 == pytest.approx(error, abs=5e-4)


def test_competing_events_are_worked_out_by_hand() -> None:
    # Five leads: answered at 1, closed untouched at 2, censored at 2, answered at 3, open at 4.
    # t=1: 1/5. t=2: survival 4/5, one of four closes: survival 4/5 * 3/4 = 3/5. The censored lead was at risk there.
    # t=3: two at risk, one answered: 1/5 + 3/5 * 1/2 = 1/2.
    curve = aalen_johansen(counts((1, 1, 0, 0), (2, 0, 1, 1), (3, 1, 0, 0), (4, 0, 0, 1)))
    assert curve["incidence"].to_list() == pytest.approx([0.2, 0.2, 0.5, 0.5])
    assert curve["at_risk"].to_list() == [5, 4, 2, 1]


def test_without_censoring_the_band_is_the_binomial_one() -> None:
    curve = aalen_johansen(counts((1, 3, 2, 0), (2, 4, 1, 0), (3, 2, 8, 0)))
    for row in curve.to_dicts():
        rate = row["incidence"]
        half = Z95 * (rate * (1 - rate) / 20) ** 0.5
        assert (row["low"], row["high"]) == pytest.approx((max(0, rate - half), rate + half))
    assert curve["incidence"].to_list() == pytest.approx([3 / 20, 7 / 20, 9 / 20])


def test_a_median_that_is_not_reached_is_null() -> None:
    curve = aalen_johansen(counts((1, 3, 2, 0), (2, 4, 1, 0), (3, 2, 8, 0)))
    assert incidence_quantile(curve, 0.45)["seconds"].to_list() == [3]
    assert incidence_quantile(curve, 0.5)["seconds"].to_list() == [None]
    assert incidence_quantile(curve, 0.5)["reached"].to_list() == pytest.approx([0.45])


def test_groups_do_not_touch_each_other() -> None:
    first, second = counts((1, 1, 0, 1), (5, 1, 0, 0)), counts((1, 0, 1, 0), (2, 1, 0, 1))
    both = pl.concat([second.with_columns(who=pl.lit("b")), first.with_columns(who=pl.lit("a"))])
    curve = aalen_johansen(both, ("who",))
    for who, alone in (("a", first), ("b", second)):
        assert curve.filter(pl.col("who") == who).drop("who").equals(aalen_johansen(alone))


def test_the_order_in_which_times_are_counted_is_no_matter() -> None:
    ordered = counts((1, 1, 0, 0), (2, 0, 1, 1), (3, 1, 0, 0), (4, 0, 0, 1))
    assert aalen_johansen(ordered.reverse()).equals(aalen_johansen(ordered))


def test_times_that_come_together_are_counted_together() -> None:
    # At 1 second two answered, one closed and one was last seen; at 3 seconds one closed; one cannot be timed.
    times = [(3_000_000, 1), (1_000_000, 2), (1_000_000, 0), (None, 0), (1_000_000, 1), (1_000_000, 0)]
    found = counted(pl.DataFrame(times, schema={"us": pl.Int64, "kind": pl.Int8}, orient="row"))
    assert found.rows() == [(1.0, 2, 1, 1), (3.0, 0, 1, 0), (None, 1, 0, 0)]
    assert counted(pl.DataFrame(schema={"us": pl.Int64, "kind": pl.Int8})).height == 0


@pytest.mark.parametrize("seed", range(20))
def test_a_curve_with_points_at_its_steps_alone_is_the_same_to_the_last_bit(seed: int) -> None:
    chance = random.Random(seed)
    latest = chance.choice((3, 40, 10**6))
    times = [(chance.randrange(latest), chance.choice((0, 1, 2, 2, 2))) for _ in range(chance.randrange(1, 200))]
    ends = pl.DataFrame([*times, (None, 1)], schema={"us": pl.Int64, "kind": pl.Int8}, orient="row")
    every, steps = (counted(ends, steps_only=each) for each in (False, True))
    assert every.sum().select("event", "competing", "censored").equals(steps.sum().select(pl.exclude("seconds")))
    curve, stepped = (aalen_johansen(each.drop_nulls("seconds"), (), False) for each in (every, steps))
    read = ("seconds", "event", "competing", "n", "at_risk", "incidence")
    left = pl.col("event") + pl.col("competing") > 0
    assert stepped.filter(left).select(read).equals(curve.filter(left).select(read))
    assert stepped.height <= curve.filter(left).height + 1
    for share in (0.01, 0.2, curve["incidence"][-1]):
        assert incidence_quantile(stepped, share).equals(incidence_quantile(curve, share))


def test_expected_rate_is_everybodys_rate_on_the_own_mix() -> None:
    # Web: 6 of 10 over both reps; list: 1 of 10. Ana has 8 web and 2 list: (8 * 0.6 + 2 * 0.1) / 10 = 0.5.
    strata = pl.DataFrame(
        [("ana", "web", 5, 8), ("ana", "list", 0, 2), ("ben", "web", 1, 2), ("ben", "list", 1, 8)],
        schema=["rep", "source", "hits", "of"],
        orient="row",
    )
    found = dict(expected_rates(strata, "rep", "source").select("rep", "expected").iter_rows())
    assert found == pytest.approx({"ana": 0.5, "ben": (2 * 0.6 + 8 * 0.1) / 10})


def reps(*rows: tuple[str, str | None, int, int]) -> pl.DataFrame:
    """Rows of rep, source, hits, of."""
    return pl.DataFrame(rows, schema=["rep", "source", "hits", "of"], orient="row")


def expected(strata: pl.DataFrame, standard: pl.DataFrame | None = None) -> dict[str, tuple[float | None, float]]:
    """Expected rate and compared share per rep."""
    found = expected_rates(strata, "rep", "source", standard)
    return {rep: (rate, compared) for rep, rate, compared in found.select("rep", "expected", "compared").iter_rows()}


def test_a_source_that_only_one_rep_has_says_nothing_about_others() -> None:
    # Fair is Ana's alone: her expected rate there is her own. Web: 5 of 10 over both. Ana: (5 * 0.5 + 5 * 0.8) / 10.
    found = expected(reps(("ana", "web", 2, 5), ("ana", "fair", 4, 5), ("ben", "web", 3, 5)))
    assert found["ana"] == pytest.approx((0.65, 0.5))
    assert found["ben"] == pytest.approx((0.5, 1.0))


def test_a_rep_whose_sources_nobody_shares_has_no_expected_rate() -> None:
    found = expected(reps(("ana", "fair", 4, 5), ("ben", "web", 3, 5), ("cem", "web", 0, 0), ("cem", "fair", 0, 0)))
    assert found == {"ana": (None, 0.0), "ben": (None, 0.0)}


def test_leads_without_a_source_are_a_source() -> None:
    found = expected(reps(("ana", None, 1, 2), ("ben", None, 0, 2), ("ben", "web", 2, 2)))
    assert found["ana"] == pytest.approx((0.25, 1.0))
    assert found["ben"] == pytest.approx(((0.25 * 2 + 1 * 2) / 4, 0.5))


def test_one_rep_alone_is_still_compared_with_everybody() -> None:
    everybody = reps(("ana", "web", 2, 5), ("ben", "web", 3, 5))
    assert expected(everybody.head(1), everybody) == {"ana": (0.5, 1.0)}


def rates(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Groups with their interval; everybody is expected to have 0.5."""
    frame = pl.DataFrame(rows, schema=["rep", "hits", "of"], orient="row")
    ends = [wilson(hits, of) or (None, None) for _, hits, of in rows]
    bounds = pl.DataFrame(ends, schema={"low": pl.Float64, "high": pl.Float64}, orient="row")
    value = pl.when(pl.col("of") > 0).then(pl.col("hits") / pl.col("of"))
    return pl.concat([frame, bounds], how="horizontal").with_columns(value=value, expected=pl.lit(0.5))


def test_five_of_five_never_stand_above_ninety_of_a_hundred() -> None:
    """Both are surely more than 50 %; by Wilson 5 of 5 may be 0.57, 90 of 100 is 0.83 at least."""
    found = ranked(with_evidence(rates(("five", 5, 5), ("many", 90, 100))), "up")
    assert found["rep"].to_list() == ["many", "five"]


def test_one_of_one_never_stands_above_ninety_of_a_hundred() -> None:
    found = ranked(with_evidence(rates(("one", 1, 1), ("none", 0, 0), ("many", 90, 100))), "up")
    assert found["rep"].to_list() == ["many", "one", "none"]


def test_where_less_is_better_none_of_one_never_stands_above_ten_of_a_hundred() -> None:
    found = ranked(with_evidence(rates(("one", 0, 1), ("none", 0, 0), ("many", 10, 100))), "down")
    assert found["rep"].to_list() == ["many", "one", "none"]


def test_few_stand_at_neither_end() -> None:
    """Against 50 %: 90 of 100 is surely more, 10 of 1,000 surely less, as is 0 of 20 (Wilson 0 to 0.16).

    0 of 20 may be better than 10 of 1,000 (0.005 to 0.018), and of 0 of 3 nothing is known.
    """
    given = with_evidence(rates(("few less", 0, 20), ("tiny", 0, 3), ("less", 10, 1000), ("more", 90, 100)))
    assert ranked(given, "up")["rep"].to_list() == ["more", "tiny", "few less", "less"]
    assert ranked(given, "down")["rep"].to_list() == ["less", "few less", "tiny", "more"]


@pytest.mark.parametrize("direction", ["up", "down", "none"])
def test_with_as_many_leads_each_the_better_rate_stands_first(direction: str) -> None:
    found = ranked(with_evidence(rates(*((str(hits), hits, 40) for hits in (7, 40, 0, 23)))), direction)
    assert found["hits"].to_list() == ([0, 7, 23, 40] if direction == "down" else [40, 23, 7, 0])


@pytest.mark.parametrize(
    ("hits", "of", "evidence"),
    [
        # Wilson 95 %: 59 of 100 is 0.492 to 0.681, 60 of 100 is 0.502 to 0.691 (and 41, 40 the mirror images).
        (59, 100, "may be chance"),
        (60, 100, "above"),
        (41, 100, "may be chance"),
        (40, 100, "below"),
        (4, 4, "may be chance"),
        (5, 5, "above"),
        (0, 0, None),
    ],
)
def test_evidence_is_an_interval_that_leaves_out_what_is_expected(hits: int, of: int, evidence: str | None) -> None:
    assert with_evidence(rates(("ana", hits, of)))["evidence"].to_list() == [evidence]


def test_without_an_expected_rate_there_is_no_evidence() -> None:
    nothing = rates(("ana", 60, 100)).with_columns(expected=pl.lit(None, dtype=pl.Float64))
    assert with_evidence(nothing)["evidence"].to_list() == [None]


@pytest.mark.parametrize(
    ("lead", "incidence", "low", "high"),
    [((5, 1, 0, 0), 1.0, 1.0, 1.0), ((5, 0, 1, 0), 0.0, 0.0, 0.0), ((5, 0, 0, 1), 0.0, 0.0, 0.0)],
)
def test_one_lead_is_a_curve(lead: tuple[int, int, int, int], incidence: float, low: float, high: float) -> None:
    curve = aalen_johansen(counts(lead))
    assert curve.select("incidence", "low", "high").row(0) == (incidence, low, high)
    assert incidence_quantile(curve, 0.5)["seconds"].to_list() == [5 if incidence else None]


def test_all_censored_is_never_reached() -> None:
    found = incidence_quantile(aalen_johansen(counts((1, 0, 0, 3), (9, 0, 0, 4))), 0.5)
    assert found.row(0, named=True) == {"seconds": None, "n": 7, "reached": 0.0}


def test_no_lead_at_all_is_no_curve() -> None:
    found = incidence_quantile(aalen_johansen(counts((1, 1, 0, 0)).clear()), 0.5)
    assert found.row(0, named=True) == {"seconds": None, "n": None, "reached": None}


@pytest.mark.parametrize(
    ("hits", "of", "before", "of_before", "is_chance"),
    [
        # 54.9 % of 355 against 52.4 % of 380: an error of 3.69 pp, of which 1.96 are 7.2.
        (195, 355, 199, 380, True),
        # 10 % against 20 % of 400 each: pooled 15 %, an error of 2.52 pp, of which 1.96 are 4.9.
        (40, 400, 80, 400, False),
        (3, 3, 3, 3, True),
        (0, 0, 5, 10, False),
    ],
)
def test_a_change_within_the_error_of_two_samples_may_be_chance(
    hits: int, of: int, before: int, of_before: int, is_chance: bool
) -> None:
    assert may_be_chance(hits, of, before, of_before) is is_chance
