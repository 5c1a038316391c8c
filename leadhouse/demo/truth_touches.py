"""The truth about touches: what people responded to, and which of it happened on the way to which deal.

Reads the world's state, never the export; writes `touchpoints` (one row per touch) and `opportunity_touchpoints` (one
row per deal and touch within a year before the deal began until its close). Knows who a person is, not how one finds
that out.
"""

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.campaigns import CHANNELS, Campaigns
from leadhouse.demo.identities import contact_identities, texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.memberships import Members
from leadhouse.demo.moments import DAY, HOUR, NEVER, as_times
from leadhouse.demo.references import References, present_lead
from leadhouse.demo.truth_people import Standing, closing_times
from leadhouse.demo.truth_pipeline import leading_leads
from leadhouse.demo.world import World

WINDOW, GRACE = 365 * DAY, HOUR
SYSTEM = "salesforce:"
WAYS = ("converted_lead", "contact_role", "account", "influence")


def touches(
    world: World, references: References, standing: Standing, campaigns: Campaigns, members: Members
) -> pl.DataFrame:
    """Return one row per touch: whose (`person` is the identity's number), where, and when, in whole seconds."""
    ids = make_ids("CampaignMember", references.base, len(members.lead))
    answered = members.responded & ~members.is_deleted & ~campaigns.is_deleted[members.campaign]
    record = present_lead(world, members.lead)
    lead = np.where(record >= 0, world.leads.survivor[record], -1)
    # A membership that stayed behind on a merged record knows nothing of the survivor's contact.
    contact = np.where(record >= 0, world.conversion.contact[record], members.contact)
    kept = np.flatnonzero(answered & ((lead >= 0) | (contact >= 0)))
    lead, contact = lead[kept], contact[kept]
    joined, day = members.created[kept], members.responded_day[kept]
    later = day > world.local.day_of(joined)
    channels = tuple(CHANNELS.get(source) for source in range(len(cat.SOURCES)))
    of_lead, of_contact = world.leads.identity[lead], contact_identities(world)[contact]
    responses = pl.DataFrame({
        "touchpoint_id": ids.gather(kept), "lead": lead, "contact": contact, "campaign": members.campaign[kept],
        "person": np.where(lead >= 0, of_lead, of_contact),
        "channel": texts(channels, campaigns.source[members.campaign[kept]]),
        "at": np.where(later, world.local.start_of(day), joined), "by_day": later,
    }).with_columns(touch_type=pl.lit("campaign_response"))  # fmt: skip
    alone = silent(world, standing, lead, contact)
    sources = pl.DataFrame({
        "touchpoint_id": references.leads.gather(alone) + ":lead_source", "lead": alone,
        "contact": np.full(len(alone), -1), "campaign": np.full(len(alone), -1),
        "person": world.leads.identity[alone],
        "channel": texts(tuple(source.category for source in cat.SOURCES), world.leads.source[alone]),
        "at": world.leads.begun[alone], "by_day": np.zeros(len(alone), dtype=bool),
    }).with_columns(touch_type=pl.lit("lead_source"))  # fmt: skip
    return pl.concat([responses, sources])


def silent(world: World, standing: Standing, lead: np.ndarray, contact: np.ndarray) -> np.ndarray:
    """Return the leads with a source to which no response belongs: their own, their duplicates', their contact's.

    Args:
        world: the simulated company.
        standing: which leads are facts, and whose duplicates.
        lead: lead of each response, -1 none.
        contact: contact of each response, -1 none.
    """
    conversion = world.conversion
    heard = np.zeros(len(world.leads), dtype=bool)
    heard[lead[lead >= 0]] = True
    by_contact = np.zeros(len(world.group.contact_account), dtype=bool)
    by_contact[contact[contact >= 0]] = True
    heard |= (conversion.contact >= 0) & by_contact[conversion.contact]
    doubles = np.flatnonzero(standing.is_duplicate & heard)
    heard[standing.root[doubles]] = True
    has_source = np.array([source.label != "" for source in cat.SOURCES])[world.leads.source]
    return np.flatnonzero(standing.is_fact & ~heard & has_source)


def people(world: World, standing: Standing) -> pl.DataFrame:
    """Return one row per deal and person: the way in is the strongest of the number in `WAYS`."""
    deals, group, conversion = world.pipeline, world.group, world.conversion
    lead = np.flatnonzero(standing.is_fact & (conversion.opportunity >= 0))
    named, role = np.flatnonzero(~group.is_unnamed), np.flatnonzero(~group.role_is_deleted)
    identity = contact_identities(world)
    near = pl.DataFrame({
        "deal": np.concatenate([conversion.opportunity[lead], named, group.role_deal[role]]),
        "person": np.concatenate([
            world.leads.identity[lead], identity[deals.contact[named]], identity[group.role_contact[role]]
        ]),
        "way": np.repeat([0, 1, 1], [len(lead), len(named), len(role)]),
    })  # fmt: skip
    others = np.setdiff1d(np.arange(len(deals)), near["deal"].to_numpy())
    account = pl.DataFrame({"deal": others, "account": deals.account[others]}).join(
        pl.DataFrame({"account": group.contact_account, "person": identity}), on="account"
    )
    far = account.select("deal", "person", way=pl.lit(2, dtype=pl.Int64))
    return pl.concat([near, far]).group_by("deal", "person").agg(pl.col("way").min()).sort("deal", "person")


def windows(world: World, standing: Standing) -> pl.DataFrame:
    """Return one row per deal that is not deleted: its window and the moments that make positions."""
    deals, closed = world.pipeline, closing_times(world)
    leading = leading_leads(world, standing)
    lead_at = np.where(leading >= 0, world.leads.begun[leading] + GRACE, -NEVER)
    frame = pl.DataFrame({
        "deal": np.arange(len(deals)), "account": deals.account, "created": deals.created, "lead_at": lead_at,
        "begins": deals.created - WINDOW, "ends": np.minimum(closed, world.now), "is_closed": closed < NEVER,
    })  # fmt: skip
    return frame.filter(~pl.Series(deals.is_deleted))


def journeys(world: World, standing: Standing, touched: pl.DataFrame) -> pl.DataFrame:
    """Return one row per deal and touch in its window: credited ones numbered in order of time, then influence."""
    bounds, group = windows(world, standing), people(world, standing)
    within = pl.col("at").is_between("begins", "ends")
    credited = group.join(bounds, on="deal").join(touched, on="person").filter(within)
    credited = credited.with_columns(key=SYSTEM + pl.col("touchpoint_id")).sort("deal", "at", "key")
    number = pl.int_range(1, pl.len() + 1).over("deal")
    credited = credited.with_columns(touch_number=number, touches=pl.len().over("deal"))

    def last_until(limit: pl.Expr) -> pl.Expr:
        last = pl.when(pl.col("at") <= limit).then("touch_number").max().over("deal")
        return (pl.col("touch_number") == last).fill_null(False)

    is_last = pl.col("touch_number") == pl.col("touches")
    credited = credited.with_columns(
        is_credited=True, is_first=pl.col("touch_number") == 1, is_lead_creation=last_until(pl.col("lead_at")),
        is_opportunity_creation=last_until(pl.col("created")), is_closing=is_last & pl.col("is_closed"),
        is_last=is_last,
    )  # fmt: skip
    return pl.concat([credited, influence(world, standing, touched, bounds, group)], how="diagonal_relaxed")


def influence(
    world: World, standing: Standing, touched: pl.DataFrame, bounds: pl.DataFrame, group: pl.DataFrame
) -> pl.DataFrame:
    """Return touches of leads that did not convert, on deals of the account where their person is a contact."""
    converted = np.concatenate([world.work.converted_at < NEVER, [False]])
    doubles = np.flatnonzero(standing.is_duplicate & converted[:-1])
    converted[standing.root[doubles]] = True
    unconverted = touched.filter((pl.col("lead") >= 0) & ~pl.Series(converted[touched["lead"].to_numpy()]))
    known = pl.DataFrame({"person": contact_identities(world), "account": world.group.contact_account}).unique()
    found = (
        unconverted.join(known, on="person").join(bounds, on="account").join(group, on=["deal", "person"], how="anti")
    )
    found = found.filter(pl.col("at").is_between("begins", "ends")).unique(["deal", "touchpoint_id"])
    found = found.sort("deal", "at", "touchpoint_id")
    flags = ("is_credited", "is_first", "is_lead_creation", "is_opportunity_creation", "is_closing", "is_last")
    return found.with_columns(pl.lit(3, dtype=pl.Int64).alias("way"), *(pl.lit(False).alias(flag) for flag in flags))


def touchpoints(references: References, touched: pl.DataFrame) -> pl.DataFrame:
    """Return touches as they stand in the facts."""
    return touched.select(
        "touchpoint_id", pick(references.leads, touched["lead"].to_numpy()).alias("lead_id"),
        pick(references.contacts, touched["contact"].to_numpy()).alias("contact_id"),
        pick(references.campaigns, touched["campaign"].to_numpy()).alias("campaign_id"), "channel", "touch_type",
        precision=pl.when("by_day").then(pl.lit("day")).otherwise(pl.lit("second")),
        touched_at=as_times(touched["at"].to_numpy()),
    )  # fmt: skip


def opportunity_touchpoints(references: References, travelled: pl.DataFrame) -> pl.DataFrame:
    """Return journeys as they stand in the facts."""
    return travelled.select(
        references.deals.gather(travelled["deal"]).alias("opportunity_id"), "touchpoint_id",
        pick(references.campaigns, travelled["campaign"].to_numpy()).alias("campaign_id"), "channel",
        texts(WAYS, travelled["way"].to_numpy()).alias("way"), "touch_number", "is_credited", "is_first",
        "is_lead_creation", "is_opportunity_creation", "is_closing", "is_last",
        touched_at=as_times(travelled["at"].to_numpy()),
    )  # fmt: skip
