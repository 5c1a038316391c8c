"""Credit, weights of channels and return of campaigns of six hand-made deals equal what was worked by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from tests.known_answers.building import built, facts
from tests.known_answers.comparing import KEYS, differences, read, same, text
from tests.known_answers.test_known_answers import WORK_OUT

SIX = Path(__file__).parent / "attribution"
EXPECTED = SIX / "expected"
WORKED = (SIX / "WORKED.md").read_text(encoding="utf-8")
DEAL, MEMBER, CAMPAIGN, LEAD = (
    f"salesforce:{start}" for start in ("0065e00000P", "00v5e00000M", "7015e00000K", "00Q5e00000L")
)
TOLERANCE = 1e-9


def table(head: str) -> list[tuple[str, ...]]:
    """The rows below all headings of a kind."""
    found, is_inside = [], False
    for line in WORKED.splitlines():
        is_inside = line == head or (is_inside and line.startswith("|"))
        if is_inside and line != head and not line.startswith("|---"):
            found.append(tuple(part.strip() for part in line.strip("|").split("|")))
    return found


CREDITS = table("| deal | model | touch | credit |")
CREDITS_THEN = table("| then | deal | model | touch | credit |")
EFFECTS = table("| model | channel | effect |")
RETURNS = table("| model | campaign | column | value |")


@pytest.fixture(scope="session")
def published_six(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six deals as things stood at the newest record."""
    return built(tmp_path_factory.mktemp("six"), case=SIX)


@pytest.fixture(scope="session")
def published_six_then(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six deals, of which three were there, as things stood one second before a colleague's answer."""
    return built(tmp_path_factory.mktemp("six_then"), "--as-of", "2025-05-04T21:59:59", case=SIX)


@pytest.mark.parametrize("name", KEYS)
def test_every_cell_of_the_six_deals_is_as_worked_out(published_six: Path, name: str) -> None:
    found = differences(name, facts(published_six, name), EXPECTED)
    assert not found, f"{name}: {len(found)} differences\n" + "\n".join(map(str, found))


def holder(row: dict[str, str]) -> str:
    """Who holds a row of credit, in the words of the working."""
    touch, campaign = row["touchpoint_key"], row["campaign_key"]
    if touch.endswith(":lead_source"):
        return f"lead {int(touch[len(LEAD) : len(LEAD) + 4])}'s"
    if touch:
        number = touch[len(MEMBER) : len(MEMBER) + 4]
        return str(int(number)) if number.isdigit() else number
    return f"campaign {int(campaign[len(CAMPAIGN) : len(CAMPAIGN) + 4])}" if campaign else "nobody"


def wrong_credits(by_hand: list[tuple[str, ...]], rows: list[dict[str, str]]) -> list[str]:
    """Credits by hand that the rows do not have, and rows that the hand does not have."""
    worked = {(deal, model, touch): float(Fraction(credit)) for deal, model, touch, credit in by_hand}
    got = {
        (row["opportunity_key"][len(DEAL) + 3], row["attribution_model"], holder(row)): float(row["credit"])
        for row in rows
    }
    assert len(worked) == len(by_hand)
    both = {place: (worked.get(place, 0.0), got.get(place, 0.0)) for place in worked.keys() | got.keys()}
    return [
        f"{place}: by hand {hand}, got {found}" for place, (hand, found) in both.items() if abs(hand - found) > 1e-10
    ]


def test_the_credit_worked_by_hand_is_all_that_the_working_gives() -> None:
    rows = read("fct_campaign_attribution", EXPECTED)
    assert len(rows) == len(CREDITS)
    assert not wrong_credits(CREDITS, rows)


def test_the_credit_of_an_earlier_time_is_as_worked_by_hand(published_six_then: Path) -> None:
    rows = facts(published_six_then, "fct_campaign_attribution")
    got = [{column: text(value) for column, value in row.items()} for row in rows]
    assert len(got) == len(CREDITS_THEN)
    assert not wrong_credits([row[1:] for row in CREDITS_THEN], got)


def test_an_answer_that_came_later_is_no_touch_yet(published_six_then: Path) -> None:
    touches = {row["touchpoint_key"] for row in facts(published_six_then, "fct_touchpoints")}
    members = {row["campaign_member_key"] for row in facts(published_six_then, "fct_campaign_members")}
    assert f"{MEMBER}0005AAB" in members - touches
    assert f"{MEMBER}0018AAB" in members & touches
    assert f"{MEMBER}0019AAB" not in members | touches


def test_an_earlier_time_leaves_the_money_of_open_deals_in_the_pipeline(published_six_then: Path) -> None:
    rows = facts(published_six_then, "rpt_campaign_roi")
    sums = {(row["attribution_model"], text(row["campaign_key"])): row for row in rows}
    webinar = sums["linear", f"{CAMPAIGN}0002AAB"]
    assert same("attributed_open_amount", str(20000 / 3), text(webinar["attributed_open_amount"]))
    assert all(not row["attributed_won_amount"] for row in rows)
    # Deals 1 and 2; deal 6, the renewal, is no pipeline of campaigns.
    assert same("attributed_open_amount", "14600", str(sum(row["attributed_open_amount"] for row in rows) / 14))


def test_the_credit_worked_by_hand_sums_to_one_per_deal_and_model() -> None:
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for deal, model, _, credit in CREDITS:
        sums[deal, model] += Fraction(credit)
    for _, deal, model, _, credit in CREDITS_THEN:
        sums[f"then {deal}", model] += Fraction(credit)
    assert len(sums) == (6 + 3) * 14
    assert all(abs(whole - 1) < TOLERANCE for whole in sums.values())


@pytest.mark.parametrize(("model", "channel", "effect"), EFFECTS)
def test_the_weight_of_a_channel_is_as_worked_by_hand(model: str, channel: str, effect: str) -> None:
    rows = read("rpt_channel_weights", EXPECTED)
    got = [float(row["effect"]) for row in rows if (row["attribution_model"], row["channel"]) == (model, channel)]
    assert got == [pytest.approx(float(Fraction(effect)), abs=TOLERANCE)]
    assert len(rows) == len(EFFECTS)


@pytest.mark.parametrize(("model", "campaign", "column", "value"), RETURNS)
def test_the_return_of_a_campaign_is_as_worked_by_hand(model: str, campaign: str, column: str, value: str) -> None:
    key = f"{CAMPAIGN}{int(campaign):04d}AAB"
    rows = read("rpt_campaign_roi", EXPECTED)
    row = next(each for each in rows if (each["attribution_model"], each["campaign_key"]) == (model, key))
    assert same(column, str(float(Fraction(value))) if value else "", row[column])


def test_no_case_that_the_rules_decide_is_missing_from_the_six_deals() -> None:
    touches, deals = read("fct_opportunity_touchpoints", EXPECTED), read("fct_opportunities", EXPECTED)
    flags = [column for column in touches[0] if column.startswith("is_") and column not in ("is_credited", "is_last")]
    held = {sum(row[flag] == "true" for flag in flags) for row in touches if row["is_credited"] == "true"}
    credited = Counter(row["opportunity_key"] for row in touches if row["is_credited"] == "true")
    assert held == {0, 1, 2, 3, 4}
    assert {row["way"] for row in touches} == {"converted_lead", "contact_role", "account", "influence"}
    assert {row["precision"] for row in read("fct_touchpoints", EXPECTED)} == {"second", "day"}
    assert {1, 2, 3} < set(credited.values())
    assert {row["opportunity_key"] for row in deals} - credited.keys() == {f"{DEAL}0005AAB"}
    assert [row["opportunity_key"] for row in deals if row["is_counted"] == "false"] == [f"{DEAL}0007AAB"]
    assert {row["is_won"] + row["is_lost"] for row in deals} == {"truefalse", "falsetrue", "falsefalse"}
    assert {row["opportunity_type"] for row in deals} == {"new_business", "renewal"}
    assert {row["currency"] for row in deals} == {"EUR", "USD", "GBP"}


def test_the_value_of_a_channel_is_its_mean_contribution_over_all_orders() -> None:
    """All 720 orders of six channels, one by one."""
    paths = [({"event", "webinar", "email"}, 1), ({"sales"}, 0), ({"event", "webinar"}, 1)]
    paths.append(({"referral", "email", "partner"}, 1))
    names = sorted(set().union(*(channels for channels, _ in paths)))

    def worth(team: set[str]) -> Fraction:
        inside = [is_won for channels, is_won in paths if channels <= team]
        return Fraction(sum(inside), len(inside)) if inside else Fraction(0)

    sums: dict[str, Fraction] = defaultdict(Fraction)
    orders = list(permutations(names))
    for order in orders:
        for place, channel in enumerate(order):
            sums[channel] += worth(set(order[: place + 1])) - worth(set(order[:place]))
    by_hand = {channel: Fraction(effect) for model, channel, effect in EFFECTS if model == "shapley"}
    assert {channel: whole / len(orders) for channel, whole in sums.items()} == by_hand


def test_the_working_gives_exactly_the_committed_figures_of_the_six_deals(tmp_path: Path) -> None:
    environment = {**os.environ, "KNOWN_ANSWERS": str(SIX)}
    subprocess.run([sys.executable, str(WORK_OUT), str(tmp_path)], check=True, cwd=tmp_path, env=environment)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    assert made == {path.name: path.read_bytes() for path in EXPECTED.glob("*.csv")}


def test_every_touch_that_the_working_names_is_in_the_export() -> None:
    named = set(re.findall(r"^\| (\w+) \| [A-Za-z][^|]*\| 20", WORKED, flags=re.MULTILINE))
    exported = (SIX / "export" / "CampaignMember.csv").read_text(encoding="utf-8")
    assert len(named) >= 15
    assert all(f'"00v5e00000M{name.zfill(4)}' in exported for name in named)
