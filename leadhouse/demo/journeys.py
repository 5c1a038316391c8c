"""The campaigns that people meet on their way, and what these truly do for winning.

Reads a world, writes `Touches`: who met which programme when, as a lead before conversion, as a contact after it.

How the effect is planted. Whether a deal is won is settled before any journey is drawn, so that nothing else of the
company depends on journeys. The people of a deal met a channel of `EFFECTS` with chance p (its reach) if the deal was
lost, and with chance q if it was won, where q / (1 - q) = f p / (1 - p) and f is the channel's factor; the channels of
one deal are drawn independently of each other. By Bayes' rule the odds of winning, given the channels that were met,
are the odds of a deal without them times the factor of each: the same joint distribution as if people met channels
first, each meeting multiplied the odds of winning by its factor, and the deal was decided after that. A factor of 1
is no effect: won and lost deals met the channel equally often. When a touch happens does not depend on the outcome.

What brought the lead, and mailings to everybody, are met besides, do nothing for winning, and are drawn in
`memberships`; so a channel is seen on more deals than its journeys touch, and its effect there is weaker.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.deal_paths import P_CLOSE
from leadhouse.demo.moments import DAY, HOUR, NEVER
from leadhouse.demo.truth_people import closing_times
from leadhouse.demo.world import World

CONTENT, PAID_SEARCH, WEBINAR, TRADE_SHOW, EMAIL = 2, 3, 5, 6, 7
EARLY, AROUND, BETWEEN, LATE = range(4)
# Those that never become a deal meet half as much.
REACH_WITHOUT_DEAL = 0.5
# Deals that no lead led to: when their journey begins, and how many have one of their own. Customers buy again, and
# what they met before counts for the next deal too: more would make customers' channels look strong.
STRAIGHT_BEGIN, STRAIGHT_SHARE = 45 * DAY, 0.3


@dataclass(frozen=True)
class Effect:
    """What a channel does: `factor` on the odds of winning.

    source: number of the programme. channel: its true channel. reach: share of lost deals whose people met it.
    phase: before the lead, around it, between it and the close, shortly before the close. again: share that meets it
    twice.
    """

    source: int
    channel: str
    factor: float
    reach: float
    phase: int
    again: float

    def chance(self, won: np.ndarray) -> np.ndarray:
        """Return the chance that a deal's people met the channel, given its outcome."""
        raised = self.factor * self.reach / (1 - self.reach + self.factor * self.reach)
        return np.where(won, raised, self.reach)


EFFECTS = (
    Effect(WEBINAR, "webinar", 5.0, 0.34, EARLY, 0.35),
    Effect(TRADE_SHOW, "event", 3.0, 0.30, AROUND, 0.10),
    Effect(PAID_SEARCH, "advertising", 1.0, 0.12, EARLY, 0.20),
    Effect(CONTENT, "web", 1.0, 0.20, BETWEEN, 0.20),
    Effect(EMAIL, "email", 1.0, 0.35, LATE, 0.20),
)


@dataclass
class Touches:
    """Programme (number of the source), lead or contact (the other is -1), time in seconds since the epoch."""

    source: np.ndarray
    lead: np.ndarray
    contact: np.ndarray
    at: np.ndarray


def will_win(world: World) -> np.ndarray:
    """Return which deals are won, or, while they are open, are going to be."""
    deals = world.pipeline
    stage = deals.last(deals.stage)
    return np.where(stage >= cat.WON, stage == cat.WON, deals.stage[:, 2 * P_CLOSE] == cat.WON)


def travel(world: World) -> Touches:
    """Return the touches of all journeys, in no order."""
    rng = world.rng(23)
    met = [by_person(world, effect.source, deal, at, rng) for effect, deal, at in meetings(world, rng)]
    parts = [*met, *without_deals(world, rng), *far_off(world, rng), after_close(world, rng)]
    whole = Touches(*(np.concatenate([getattr(part, name) for part in parts]) for name in Touches.__annotations__))
    seen = (whole.at <= world.now) & (whole.at >= world.start - 320 * DAY)
    return Touches(*(getattr(whole, name)[seen] for name in Touches.__annotations__))


def phase_times(phase: int, begun: np.ndarray, closed: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a moment per deal in the given phase of its life."""
    draw = rng.random(len(begun))
    if phase == EARLY:
        return begun - (4 * DAY + draw * 110 * DAY).astype(np.int64)
    if phase == LATE:
        return closed - (2 * HOUR + draw * 9 * DAY).astype(np.int64)
    if phase == AROUND:
        return begun + ((draw * 55 - 40) * DAY).astype(np.int64)
    return begun + (draw * (closed - begun)).astype(np.int64)


def meetings(world: World, rng: np.random.Generator) -> list[tuple[Effect, np.ndarray, np.ndarray]]:
    """Return, per channel, the deals whose people met it before the close (for open deals, so far), and when."""
    deals, leads = world.pipeline, world.leads
    from_lead, won, closed = deals.lead >= 0, will_win(world), np.minimum(closing_times(world), world.now)
    begun = np.where(from_lead, leads.created[deals.lead], deals.created - STRAIGHT_BEGIN)
    travels = from_lead | (rng.random(len(deals)) < STRAIGHT_SHARE)
    found = []
    for effect in EFFECTS:
        # Customers get their mailings whether they are about to buy or not: those are drawn with the memberships.
        here = travels & (from_lead | (effect.source != EMAIL))
        met = np.flatnonzero(here & (rng.random(len(deals)) < effect.chance(won)))
        deal = np.concatenate([met, met[rng.random(len(met)) < effect.again]])
        found.append((effect, deal, phase_times(effect.phase, begun[deal], closed[deal], rng)))
    return found


def by_person(world: World, source: int, deal: np.ndarray, at: np.ndarray, rng: np.random.Generator) -> Touches:
    """Return touches of deals as touches of one of their people: a colleague, the contact, or the lead it was."""
    deals, group = world.pipeline, world.group
    colleague = np.full(len(deals), -1)
    colleague[group.deal] = np.arange(len(group.deal))
    other = colleague[deal]
    is_other = (other >= 0) & (rng.random(len(deal)) < 0.5)
    is_other[is_other] &= group.created[other[is_other]] < at[is_other]
    as_lead = ~is_other & (deals.lead[deal] >= 0) & (at < deals.created[deal])
    contact = np.where(is_other, group.first + other, deals.contact[deal])
    return Touches(
        np.full(len(deal), source), np.where(as_lead, deals.lead[deal], -1), np.where(as_lead, -1, contact), at
    )


def without_deals(world: World, rng: np.random.Generator) -> list[Touches]:
    """Return what leads met that made no deal."""
    leads, parts = world.leads, []
    made = np.zeros(len(leads), dtype=bool)
    made[world.conversion.opportunity_leads] = True
    for effect in EFFECTS:
        met = np.flatnonzero(~made & (rng.random(len(leads)) < REACH_WITHOUT_DEAL * effect.reach))
        begun = leads.created[met]
        at = phase_times(effect.phase, begun, begun + 40 * DAY, rng)
        parts.append(of_leads(world, effect.source, met, at))
    return parts


def of_leads(world: World, source: int, lead: np.ndarray, at: np.ndarray) -> Touches:
    """Return touches of leads, as contacts once they are converted."""
    converted = at >= world.work.converted_at[lead]
    contact = np.where(converted, world.conversion.contact[lead], -1)
    return Touches(np.full(len(lead), source), np.where(converted, -1, lead), contact, at)


def far_off(world: World, rng: np.random.Generator) -> list[Touches]:
    """Return webinars and trade shows of long ago, mostly before any window that one would look at."""
    parts = []
    for source in (WEBINAR, TRADE_SHOW):
        lead = np.flatnonzero(rng.random(len(world.leads)) < 0.012)
        parts.append(of_leads(world, source, lead, world.leads.created[lead] - rng.integers(300, 640, len(lead)) * DAY))
    return parts


def after_close(world: World, rng: np.random.Generator) -> Touches:
    """Return mailings to people whose deal is decided."""
    closed = np.where(world.pipeline.lead >= 0, closing_times(world), NEVER)
    deal = np.flatnonzero((closed < NEVER) & (rng.random(len(closed)) < 0.2))
    at = closed[deal] + rng.integers(1, 120 * DAY, len(deal))
    contact = world.pipeline.contact[deal]
    return Touches(np.full(len(deal), EMAIL), np.full(len(deal), -1), contact, at)
