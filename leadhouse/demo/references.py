"""The ids of all records, and how state numbers become references in the export.

Reads a world, writes id columns. Records that no export holds have ids too: references to them dangle.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from leadhouse.demo.conversion import UNKNOWN
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.leads import LOSER
from leadhouse.demo.world import World

PIECE = 100_000


@dataclass
class References:
    """Id columns by record number; `owners` holds users first, queues after them.

    former_contacts, former_accounts: the doubles that conversion made and that were merged later, in the
    order of `Conversion.merged`.
    """

    base: int
    owners: pl.Series
    leads: pl.Series
    contacts: pl.Series
    accounts: pl.Series
    deals: pl.Series
    campaigns: pl.Series
    lost_lead: str
    lost_deal: str
    former_contacts: pl.Series
    former_accounts: pl.Series

    def deal_of(self, opportunity: np.ndarray) -> pl.Series:
        """Return opportunity ids; one that no export holds gets an id all the same."""
        found = pick(self.deals, opportunity)
        return found.set(pl.Series(opportunity == UNKNOWN), self.lost_deal)

    def lead_of(self, lead: np.ndarray) -> pl.Series:
        """Return lead ids; -2 gets the id of a record that no export holds."""
        return pick(self.leads, lead).set(pl.Series(lead == -2), self.lost_lead)


def refer(world: World, campaigns: int) -> References:
    """Return the ids of a world's records."""
    base = 10_000 + 997 * (world.seed % 5_000)
    count, conversion = len(world.leads), world.conversion
    contacts, colleagues = len(conversion.contact_account), len(world.group.deal)
    accounts, doubles = len(world.customers.team) + len(conversion.account_leads), len(conversion.merged)
    return References(
        base,
        pl.Series(world.people.ids, dtype=pl.String),
        make_ids("Lead", base, count),
        pl.concat([make_ids("Contact", base, contacts), make_ids("Contact", base + contacts + doubles, colleagues)]),
        make_ids("Account", base, accounts),
        make_ids("Opportunity", base, len(world.pipeline)),
        make_ids("Campaign", base, campaigns),
        make_ids("Lead", base + count + 5, 1)[0],
        make_ids("Opportunity", base + len(world.pipeline) + 5, 1)[0],
        make_ids("Contact", base + contacts, doubles),
        make_ids("Account", base + accounts, doubles),
    )


def converted_ids(world: World, references: References, rows: np.ndarray) -> tuple[pl.Series, pl.Series]:
    """Return ConvertedContactId and ConvertedAccountId of leads: doubles keep the id that was merged away."""
    merged = world.conversion.merged
    place = np.searchsorted(merged, rows)
    is_double = np.zeros(len(rows), dtype=bool)
    inside = place < len(merged)
    is_double[inside] = merged[place[inside]] == rows[inside]
    former = np.where(is_double, place, -1)
    results = []
    for ids, now, old in (
        (references.contacts, world.conversion.contact, references.former_contacts),
        (references.accounts, world.conversion.account, references.former_accounts),
    ):
        results.append(pick(old, former).zip_with(pl.Series(is_double), pick(ids, now[rows])) if len(old) else
                       pick(ids, now[rows]))  # fmt: skip
    return results[0], results[1]


def present_lead(world: World, lead: np.ndarray) -> np.ndarray:
    """Return the record that carries a lead's activities and memberships today.

    Merging moves them to the survivor; a few stayed behind on the record that was merged away.
    """
    leads = world.leads
    survivor = np.where(leads.survivor[lead] >= 0, leads.survivor[lead], lead)
    stayed = (leads.role[lead] == LOSER) & (lead % 10 == 0)
    return np.where(lead < 0, -1, np.where(stayed, lead, survivor))


def who_of(world: World, references: References, lead: np.ndarray, contact: np.ndarray) -> tuple[pl.Series, np.ndarray]:
    """Return WhoId and contact number of activities: on conversion they move from the lead to the contact."""
    record = present_lead(world, lead)
    converted = np.where(lead >= 0, world.conversion.contact[np.maximum(record, 0)], contact)
    ids = pick(references.contacts, converted)
    of_lead = references.lead_of(np.where(converted >= 0, -1, record))
    return ids.zip_with(pl.Series(converted >= 0), of_lead), converted
