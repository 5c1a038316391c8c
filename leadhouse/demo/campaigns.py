"""Marketing campaigns three levels deep, what they cost, and who was in them.

Reads a world, writes `Campaigns` and `Members`. A membership is stamped some minutes after its lead.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.moments import DAY, HOUR, MINUTE, day_number
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
HALF_YEARS = tuple((year, half) for year in (2024, 2025, 2026) for half in (1, 2))
MAILING, WEBINAR = 7, 5


@dataclass
class Campaigns:
    """One row per campaign; cost in cents of `currency`, -1 for none; days since the epoch."""

    name: list[str]
    kind: list[str]
    parent: np.ndarray
    start: np.ndarray
    end: np.ndarray
    currency: np.ndarray
    cost: np.ndarray
    budget: np.ndarray
    is_deleted: np.ndarray
    by_quarter: dict[int, np.ndarray]


@dataclass
class Members:
    """One row per person and campaign; lead or contact is -1. responded_day: -1 without a response."""

    campaign: np.ndarray
    lead: np.ndarray
    contact: np.ndarray
    created: np.ndarray
    status: np.ndarray
    responded: np.ndarray
    responded_day: np.ndarray
    is_deleted: np.ndarray


def plan(world: World) -> Campaigns:
    """Return the campaigns: a programme per source, its half-years, and a campaign per quarter."""
    rng = world.rng(20)
    rows: list[tuple[str, str, int, int, int]] = []
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
    count = len(rows)
    budget = np.round(rng.lognormal(np.log(9_000), 0.6, count), -2).astype(np.int64) * 100
    is_leaf = np.isin(np.arange(count), np.concatenate(list(by_quarter.values())))
    cost = np.where(is_leaf | (rng.random(count) < 0.3), (budget * rng.uniform(0.7, 1.3, count)).astype(np.int64), -1)
    cost[rng.random(count) < 0.08] = -1
    cost[is_leaf & (rng.random(count) < 0.03)] = 0
    deleted = is_leaf & (rng.random(count) < 0.012)
    return Campaigns(
        [row[0] for row in rows], [row[1] for row in rows], np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]), np.array([row[4] for row in rows]),
        rng.choice(3, count, p=[0.6, 0.2, 0.2]), cost, budget, deleted, by_quarter,
    )  # fmt: skip


def day_number_of(year: int, quarter: int) -> int:
    """Return the first day of a quarter as days since the epoch."""
    from datetime import date

    return day_number(date(year, 3 * quarter - 2, 1))


def quarter_index(moments: np.ndarray) -> np.ndarray:
    """Return the number of the quarter since the first one that has campaigns."""
    months = moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.clip((months - (2024 - 1970) * 12) // 3, 0, 2 * len(HALF_YEARS) - 1)


def enrol(world: World, campaigns: Campaigns) -> Members:
    """Return who was in which campaign: the one that brought the lead, later mailings and webinars."""
    rng, leads = world.rng(21), world.leads
    local, parts = world.local, []

    def join(source: int, lead: np.ndarray, contact: np.ndarray, moment: np.ndarray) -> None:
        labels = PROGRAMMES[source][2]
        chosen = rng.choice(len(labels), len(moment), p=[label[1] for label in labels])
        responded = np.array([label[2] for label in labels])[chosen]
        waited = np.where(rng.random(len(moment)) < 0.15, rng.integers(0, 6, len(moment)), 0)
        day = np.minimum(local.day_of(moment) + waited, local.day_of(np.array([world.now]))[0])
        parts.append(
            (campaigns.by_quarter[source][quarter_index(moment)], lead, contact, moment,
             np.array([label[0] for label in labels], dtype=object)[chosen], responded,
             np.where(responded, day, -1), rng.random(len(moment)) < 0.004)
        )  # fmt: skip

    for source in PROGRAMMES:
        lead = np.flatnonzero((leads.source == source) & (rng.random(len(leads)) < 0.92))
        wait = rng.choice([0, 1, 2], len(lead), p=[0.15, 0.8, 0.05])
        delay = np.where(wait == 0, 0, rng.integers(MINUTE, 55 * MINUTE, len(lead)) + (wait == 2) * 20 * HOUR)
        join(source, lead, np.full(len(lead), -1), np.minimum(leads.created[lead] + delay, world.now))
    for source, share in ((MAILING, 0.12), (WEBINAR, 0.05)):
        lead = np.flatnonzero((leads.source != source) & (rng.random(len(leads)) < share))
        moment = leads.created[lead] + rng.integers(DAY, 120 * DAY, len(lead))
        happens = moment <= world.now
        join(source, lead[happens], np.full(happens.sum(), -1), moment[happens])
        contact = np.flatnonzero(rng.random(len(world.customers.contact_account)) < 2 * share)
        moment = rng.integers(world.start, world.now, len(contact))
        join(source, np.full(len(contact), -1), contact, moment)
    whole = [np.concatenate([part[column] for part in parts]) for column in range(8)]
    order = np.argsort(whole[3], kind="stable")
    return Members(*(column[order] for column in whole))
