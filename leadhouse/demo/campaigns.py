"""Marketing campaigns three levels deep, and what they cost.

Reads a world, writes `Campaigns`.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.moments import day_number
from leadhouse.demo.world import World

# Per source with campaigns: programme name, campaign type, member statuses with their share, and whether the
# system counts the status as a response.
PROGRAMMES = {
    2: ("Content library", "Web", (("Filled Form", 0.8, True), ("Sent", 0.2, False))),
    3: ("Paid search", "Search", (("Responded", 0.9, True), ("Sent", 0.1, False))),
    4: ("LinkedIn", "Social Media", (("Filled Form", 0.8, True), ("Responded", 0.2, True))),
    5: ("Webinars", "Webinar", (("Attended", 0.5, True), ("No Show", 0.3, True), ("Registered", 0.19, True),
                                ("Waitlisted", 0.01, False))),
    6: ("Trade shows", "Trade Show", (("Visited Booth", 0.85, True), ("Invited", 0.15, False))),
    7: ("E-mail", "Email", (("Responded", 0.6, True), ("Opened", 0.25, False), ("Sent", 0.15, False))),
    8: ("Bought lists", "Direct Mail", (("Sent", 0.97, False), ("Responded", 0.03, True))),
    9: ("Customers recommend", "Referral Program", (("Responded", 1.0, True),)),
    10: ("Partner marketing", "Partners", (("Responded", 0.9, True), ("Sent", 0.1, False))),
    14: ("Podcast", "Audio", (("Responded", 1.0, True),)),
}  # fmt: skip
# What each programme truly is; nobody told the definitions what the podcast's type means.
CHANNELS = {
    2: "web", 3: "advertising", 4: "advertising", 5: "webinar", 6: "event", 7: "email", 8: "direct_mail",
    9: "referral", 10: "partner", 14: "unmapped",
}  # fmt: skip
BUDGET_PER_LEAD = 6
"""What a campaign may cost for each lead of the company, in its currency: more leads cost more."""

HALF_YEARS = tuple((year, half) for year in (2024, 2025, 2026) for half in (1, 2))


@dataclass
class Campaigns:
    """One row per campaign; cost in cents of `currency`, -1 for none; days since the epoch.

    source: number of the lead source that the programme stands for. by_quarter: campaign of each quarter by source.
    """

    name: list[str]
    kind: list[str]
    parent: np.ndarray
    start: np.ndarray
    end: np.ndarray
    currency: np.ndarray
    cost: np.ndarray
    budget: np.ndarray
    is_deleted: np.ndarray
    source: np.ndarray
    by_quarter: dict[int, np.ndarray]


def plan(world: World) -> Campaigns:
    """Return the campaigns: a programme per source, its half-years, and a campaign per quarter."""
    rng = world.rng(20)
    rows: list[tuple[str, str, int, int, int]] = []
    sources: list[int] = []
    by_quarter: dict[int, np.ndarray] = {}
    for source, (name, kind, _) in PROGRAMMES.items():
        root = len(rows)
        rows.append((name, kind, -1, day_number_of(2024, 1), day_number_of(2026, 4) + 91))
        leaves = []
        for year, half in HALF_YEARS:
            branch = len(rows)
            begin = day_number_of(year, 2 * half - 1)
            rows.append((f"{name} {year} H{half}", kind, root, begin, begin + 181))
            for quarter in (2 * half - 1, 2 * half):
                leaves.append(len(rows))
                begin = day_number_of(year, quarter)
                rows.append((f"{name} {year} Q{quarter}", kind, branch, begin, begin + 90))
        by_quarter[source] = np.array(leaves)
        sources += [source] * (len(rows) - root)
    count = len(rows)
    usual = np.log(BUDGET_PER_LEAD * len(world.leads))
    budget = np.round(rng.lognormal(usual, 0.6, count), -2).astype(np.int64) * 100
    is_leaf = np.isin(np.arange(count), np.concatenate(list(by_quarter.values())))
    cost = np.where(is_leaf | (rng.random(count) < 0.3), (budget * rng.uniform(0.7, 1.3, count)).astype(np.int64), -1)
    cost[rng.random(count) < 0.08] = -1
    cost[is_leaf & (rng.random(count) < 0.03)] = 0
    deleted = is_leaf & (rng.random(count) < 0.012)
    return Campaigns(
        [row[0] for row in rows], [row[1] for row in rows], np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]), np.array([row[4] for row in rows]),
        rng.choice(3, count, p=[0.6, 0.2, 0.2]), cost, budget, deleted, np.array(sources), by_quarter,
    )  # fmt: skip


def day_number_of(year: int, quarter: int) -> int:
    """Return the first day of a quarter as days since the epoch."""
    from datetime import date

    return day_number(date(year, 3 * quarter - 2, 1))


def quarter_index(moments: np.ndarray) -> np.ndarray:
    """Return the number of the quarter since the first one that has campaigns."""
    months = moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.clip((months - (2024 - 1970) * 12) // 3, 0, 2 * len(HALF_YEARS) - 1)
