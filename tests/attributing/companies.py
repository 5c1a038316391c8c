"""Companies as tables for the models, and random ones for property tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb
from hypothesis import strategies as st

from tests.attributing.rendering import Row, company, run
from tests.attributing.working import Opportunity, Touch

BEGIN = datetime(2025, 3, 3, 9, 0)
CHANNELS = ("advertising", "email", "event", "sales", "webinar")
CAMPAIGNS = ("crm:c1", "crm:c2")


def tables(opportunities: Sequence[Opportunity], models: Sequence[Row] | None = None) -> dict[str, Sequence[Row]]:
    """The tables that the models of credit read."""
    touches = [(each, touch) for each in opportunities for touch in each.touches]
    given: dict[str, Sequence[Row]] = {
        "int_opportunity_touches_linked": [
            {"opportunity_key": each.key, "touchpoint_key": touch.key, "person_key": "p", "way": "contact_role"}
            for each, touch in touches
        ],
        "int_touches_identified": [
            {
                "touchpoint_key": touch.key,
                "source_system": "crm",
                "campaign_key": touch.campaign,
                "channel": touch.channel,
                "touch_type": "campaign_response",
                "touched_at": touch.at,
            }
            for _, touch in touches
        ],
        "int_opportunity_touch_windows": [
            {
                "opportunity_key": each.key,
                "is_closed": each.outcome != "open",
                "created_at": each.created_at,
                "lead_created_at": each.lead_created_at,
            }
            for each in opportunities
        ],
        "int_opportunities_progressed": [
            {
                "opportunity_key": each.key,
                "is_counted": each.is_counted,
                "is_closed": each.outcome != "open",
                "is_won": each.outcome == "won",
            }
            for each in opportunities
        ],
        "fct_opportunities": [
            {
                "opportunity_key": each.key,
                "source_system": "crm",
                "primary_campaign_key": each.primary_campaign,
                "is_counted": each.is_counted,
                "is_won": each.outcome == "won",
                "is_in_roi": True,
                "closed_date": None if each.outcome == "open" else each.ends_at.date(),
                "amount": each.amount,
            }
            for each in opportunities
        ],
        "int_touch_campaigns_channelled": [
            {"campaign_key": campaign, "channel": channel}
            for campaign, channel in zip(CAMPAIGNS, CHANNELS, strict=False)
        ],
    }
    return given if models is None else {**given, "attribution_models": models}


def credited(opportunities: Sequence[Opportunity], models: Sequence[Row] | None = None) -> duckdb.DuckDBPyConnection:
    """A database with the credit of a company, under the shipped models unless others are given."""
    connection = company(tables(opportunities, models))
    run(connection)
    return connection


# Few instants, so that touches, leads and opportunities often meet at the same one or at the edge of the grace.
MOMENTS = st.sampled_from([-400, -60, -1, 0, 1, 7, 40, 365]).flatmap(
    lambda days: st.sampled_from([0, 59, 60, 61]).map(lambda minutes: timedelta(days=days, minutes=minutes))
)
AMOUNTS = st.none() | st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@st.composite
def opportunities(draw: st.DrawFn, key: str) -> Opportunity:
    """One opportunity with up to nine touches before its end."""
    touches = [
        Touch(
            f"{key}:{name}",
            draw(st.sampled_from(CHANNELS)),
            BEGIN + draw(MOMENTS),
            draw(st.sampled_from([None, *CAMPAIGNS])),
        )
        for name in draw(st.permutations("aBc9_dEfg"))[: draw(st.integers(0, 9))]
    ]
    return Opportunity(
        key,
        outcome=draw(st.sampled_from(["won", "lost", "open"])),
        created_at=BEGIN + draw(MOMENTS),
        ends_at=BEGIN + timedelta(days=500),
        lead_created_at=draw(st.none() | MOMENTS.map(lambda moment: BEGIN + moment)),
        amount=draw(AMOUNTS),
        primary_campaign=draw(st.sampled_from([None, *CAMPAIGNS, "crm:not_in_the_data"])),
        is_counted=draw(st.sampled_from([True, True, True, False])),
        touches=touches,
    )


COMPANIES = st.integers(1, 8).flatmap(
    lambda count: st.tuples(*(opportunities(f"crm:o{number}") for number in range(count)))
)
