"""Who was in which campaign, and whether and when they responded.

Reads a world and its campaigns, writes `Members`. The membership in the campaign that brought a lead is stamped some
minutes after the lead; what people met before they were leads is handed over with the time at which it happened.
"""

from dataclasses import dataclass, fields

import numpy as np

from leadhouse.demo.campaigns import PROGRAMMES, Campaigns, quarter_index
from leadhouse.demo.journeys import EMAIL, WEBINAR, travel
from leadhouse.demo.moments import DAY, HOUR, MINUTE
from leadhouse.demo.references import present_lead
from leadhouse.demo.world import World


@dataclass
class Members:
    """One row per person and campaign that the export holds; lead or contact is -1.

    responded_day: -1 without a response. is_journey: met on the way, not what brought the lead or a later mailing.
    """

    campaign: np.ndarray
    lead: np.ndarray
    contact: np.ndarray
    created: np.ndarray
    status: np.ndarray
    responded: np.ndarray
    responded_day: np.ndarray
    is_deleted: np.ndarray
    is_journey: np.ndarray

    def take(self, rows: np.ndarray) -> "Members":
        """Return the given rows."""
        return Members(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def joined(
    world: World, campaigns: Campaigns, source: int, lead: np.ndarray, contact: np.ndarray, moment: np.ndarray,
    rng: np.random.Generator, is_journey: bool = False,
) -> Members:  # fmt: skip
    """Return memberships in a source's campaigns of the time; on a journey everybody responds."""
    labels = [label for label in PROGRAMMES[source][2] if label[2] or not is_journey]
    shares = np.array([label[1] for label in labels])
    chosen = rng.choice(len(labels), len(moment), p=shares / shares.sum())
    responded = np.array([label[2] for label in labels])[chosen]
    waited = np.where(rng.random(len(moment)) < 0.15, rng.integers(0, 6, len(moment)), 0)
    day = np.minimum(world.local.day_of(moment) + waited, world.local.day_of(np.array([world.now]))[0])
    leaves = campaigns.by_quarter[source]
    if is_journey:
        # Nobody's journey leads through a campaign that was deleted: the one before or after it took its people.
        kept = leaves[~campaigns.is_deleted[leaves]]
        leaves = kept[np.minimum(np.searchsorted(kept, leaves), len(kept) - 1)] if len(kept) else leaves
    return Members(
        leaves[quarter_index(moment)], lead, contact, moment,
        np.array([label[0] for label in labels], dtype=object)[chosen], responded,
        np.where(responded, day, -1), rng.random(len(moment)) < 0.004, np.full(len(moment), is_journey),
    )  # fmt: skip


def enrol(world: World, campaigns: Campaigns) -> Members:
    """Return all memberships that the export holds, in order of creation."""
    parts = [*brought(world, campaigns), *journeys(world, campaigns)]
    whole = Members(
        **{item.name: np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Members)}
    )
    kept = np.flatnonzero((whole.lead < 0) | world.leads.is_exported[present_lead(world, whole.lead)])
    return whole.take(kept[np.argsort(whole.created[kept], kind="stable")])


def brought(world: World, campaigns: Campaigns) -> list[Members]:
    """Return members of the campaigns that brought the leads, and of later mailings and webinars."""
    rng, leads, parts = world.rng(21), world.leads, []
    for source in PROGRAMMES:
        lead = np.flatnonzero((leads.source == source) & (rng.random(len(leads)) < 0.92))
        wait = rng.choice([0, 1, 2], len(lead), p=[0.15, 0.8, 0.05])
        delay = np.where(wait == 0, 0, rng.integers(MINUTE, 55 * MINUTE, len(lead)) + (wait == 2) * 20 * HOUR)
        moment = np.minimum(leads.created[lead] + delay, world.now)
        parts.append(joined(world, campaigns, source, lead, np.full(len(lead), -1), moment, rng))
    for source, share in ((EMAIL, 0.12), (WEBINAR, 0.05)):
        lead = np.flatnonzero((leads.source != source) & (rng.random(len(leads)) < share))
        moment = leads.created[lead] + rng.integers(DAY, 120 * DAY, len(lead))
        happens = moment <= world.now
        nobody = np.full(happens.sum(), -1)
        parts.append(joined(world, campaigns, source, lead[happens], nobody, moment[happens], rng))
        contact = np.flatnonzero(rng.random(len(world.customers.contact_account)) < share)
        moment = rng.integers(world.start, world.now, len(contact))
        parts.append(joined(world, campaigns, source, np.full(len(contact), -1), contact, moment, rng))
    return parts


def journeys(world: World, campaigns: Campaigns) -> list[Members]:
    """Return the members of the campaigns that people met on their way."""
    rng, touches, parts = world.rng(24), travel(world), []
    for source in np.unique(touches.source):
        here = touches.source == source
        lead, contact, moment = touches.lead[here], touches.contact[here], touches.at[here]
        parts.append(joined(world, campaigns, int(source), lead, contact, moment, rng, is_journey=True))
    return parts


def primary(world: World, members: Members) -> np.ndarray:
    """Return each deal's primary campaign: the first that brought its lead, -1 none."""
    first = np.full(len(world.leads), -1)
    row = np.flatnonzero((members.lead >= 0) & ~members.is_journey)[::-1]
    first[members.lead[row]] = members.campaign[row]
    return np.where(world.pipeline.lead >= 0, first[world.pipeline.lead], -1)
