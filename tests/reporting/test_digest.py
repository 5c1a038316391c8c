"""The digest: each figure is the one that a page shows, and each reason adds up."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import duckdb
import polars as pl
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboards import data, digest
from dashboards.components.formats import count
from dashboards.filters import Filters
from dashboards.published import current_path
from tests.dashboards.test_comparisons import just_before

from .conftest import Report
from .test_report import Tiles, named_in, on_screen

PAGES_OF = {
    "SLA met": "response_time",
    "Median response": "response_time",
    "Never contacted": "response_time",
    "Leads created": "qualification",
    "Win rate": "lost_reasons",
}
"""The page that shows a headline as a tile; the others are on pages of the funnel."""


@pytest.mark.parametrize("filters", [{"period": "90d"}, {"period": "30d", "source": "web"}], ids=str)
def test_headlines_are_those_of_the_pages(report: Report, tmp_path: Path, filters: dict[str, str]) -> None:
    path = tmp_path / "week.html"
    asked = "&".join(f"{name}={value}" for name, value in filters.items())
    result = report("--digest", "--filters", asked, "--output", str(path))
    assert result.exit_code == 0, result.output
    found = dict(map(tuple, Tiles(path.read_text(encoding="utf-8")).found))  # type: ignore[arg-type]
    assert len(found) == len(digest.HEADLINES)
    screens = on_screen(sorted(set(PAGES_OF.values())), filters)
    for label, page in PAGES_OF.items():
        assert [label, found[label]] in screens[page]


def test_the_overdue_per_owner_add_up_to_the_tile_and_to_the_records(report: Report) -> None:
    said = report("--digest", "--format", "text").stdout
    total = re.search(r"First answer overdue: ([\d,]+) leads", said)
    tile = dict(on_screen(["response_time"], {"period": "all"})["response_time"])["First answer overdue"]  # type: ignore[arg-type]
    assert total
    assert total[1] == tile
    with duckdb.connect(str(current_path()), read_only=True) as connection:
        counted = connection.execute(
            """
            select u.user_name, count(*) from fct_leads as f left join dim_users as u on u.user_key = f.owner_key
            where f.is_counted and f.is_open and f.is_response_due and not f.is_contacted group by 1
            """
        ).fetchall()
    assert sum(number for _, number in counted) == int(tile.replace(",", ""))
    for owner, number in counted:
        assert re.search(rf"^{re.escape(owner or 'No owner')} +{number:,}$", said, re.M)


def test_nobody_is_named_but_owners_unless_asked(report: Report) -> None:
    asked = ("--digest", "--format", "text")
    said, named = report(*asked).stdout, report(*asked, "--names").stdout
    assert not named_in(said)
    assert len(named_in(named)) > 10


@pytest.mark.parametrize("by", digest.GROUPS)
@pytest.mark.parametrize("name", ["leads_created", "amount_won", "sla_met_rate", "win_rate"])
def test_what_the_groups_brought_adds_up_to_the_change(report: Report, name: str, by: str) -> None:
    report("--digest", "--format", "text")
    last = data.as_of().date()
    where = Filters(last.replace(year=last.year - 1), last)
    before = just_before(where)
    found = digest.movers(data.definition(name), by, where, before)
    now, then = (float(data.metric(name, (), each)["value"][0]) for each in (where, before))
    assert found.height > 1
    assert found["effect"].sum() == pytest.approx(now - then, rel=1e-9)
    assert found["effect"].abs().to_list() == sorted(found["effect"].abs().to_list(), reverse=True)


def test_a_change_may_be_chance_where_the_interval_of_the_difference_holds_0() -> None:
    samples = [(hits, of) for of in (3, 12, 60) for hits in {0, 1, of // 3, of - 2, of}]
    found = {}
    for now, before in product(samples, samples):
        low, high = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
        found[now, before] = bool(low <= 0 <= high)
        assert digest._may_be_chance(rate(*now), rate(*before)) is found[now, before]
    assert 10 < sum(found.values()) < len(found) - 10


def rate(hits: int, of: int) -> dict:
    """A row of a rate with its interval after Wilson (1927)."""
    z, share = 1.959963984540054, hits / of
    middle, reach = share + z * z / (2 * of), z * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return {"value": share, "low": (middle - reach) / (1 + z * z / of), "high": (middle + reach) / (1 + z * z / of)}


def test_a_target_is_missed_on_the_wrong_side_only(report: Report) -> None:
    report("--digest", "--format", "text")
    up, down, neutral = (data.definition(name) for name in ("sla_met_rate", "never_contacted_rate", "leads_created"))
    assert (up.direction, down.direction, neutral.direction) == ("up", "down", "none")
    assert [digest.Goal(up, each, 0.8, False).is_missed for each in (0.79, 0.8, 0.9, None)] == [
        True,
        False,
        False,
        False,
    ]
    assert [digest.Goal(down, each, 0.1, False).is_missed for each in (0.09, 0.1, 0.11)] == [False, False, True]
    assert [digest.Goal(neutral, each, 10, False).is_missed for each in (9, 10)] == [True, False]
    assert not digest.Goal(up, 0.1, 0.8, True).is_missed


def test_missed_targets_are_those_of_the_demo_company(report: Report) -> None:
    said = report("--digest", "--format", "text").stdout
    heading = re.search(r"Missed this quarter so far \(.*\): (\d+) of (\d+)\s+targets", said)
    assert heading
    rows = re.findall(r"^(SLA met|Win rate|Amount won|Leads created) +([\d.,]+ (?:%|. ?EUR)|[\d,]+)", said, re.M)
    assert int(heading[1]) <= int(heading[2])
    assert len(rows) >= int(heading[1])


@pytest.mark.parametrize(
    ("filters", "said"),
    [("team=Nobody", "Nobody"), ("campaign=x", "campaign"), ("period=soon", "last-month"), ("compare=x", "last_year")],
)
def test_filters_that_the_digest_does_not_know_are_refused(report: Report, filters: str, said: str) -> None:
    result = report("--digest", "--filters", filters, "--format", "text")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not result.stdout


def test_tests_that_warn_are_listed(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    warned = pl.DataFrame(
        {
            "status": ["warn"],
            "failures": [1234],
            "table_name": ["fct_leads"],
            "test_name": ["t"],
            "description": ["Why"],
        }
    )
    monkeypatch.setattr(digest, "warnings", lambda: warned)
    said = report("--digest", "--format", "text").stdout
    assert re.search(r"fct_leads +Why +1,234", said)
    assert f"1 of {count(data.table('meta_tests').height)} tests of the data warn" in said


def test_a_digest_without_a_period_compares_nothing(report: Report) -> None:
    said = report("--digest", "--filters", "period=all", "--format", "text").stdout
    assert "--- why" not in said
    assert "First answer overdue" in said
    assert not re.search(r"\bvs\b", said)
