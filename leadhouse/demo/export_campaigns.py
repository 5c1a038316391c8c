"""Campaign and CampaignMember of the export.

Reads a world, its campaigns and members, writes frames in the genuine column order.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo.archive import slices, table
from leadhouse.demo.campaigns import Campaigns
from leadhouse.demo.export_pipeline import money
from leadhouse.demo.identities import texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.memberships import Members
from leadhouse.demo.moments import DAY, as_dates, as_times
from leadhouse.demo.people import TEAMS
from leadhouse.demo.references import PIECE, References, present_lead
from leadhouse.demo.world import World


def campaigns(world: World, references: References, plan: Campaigns) -> Iterator[pl.DataFrame]:
    """Yield the campaigns; what is planned for later has been created already."""
    created = np.minimum((plan.start - 20) * DAY + 9 * 3600, world.now - 90 * DAY)
    made, owner = as_times(created), references.owners[world.people.marketer]
    today = world.now // DAY
    state = np.where(plan.end < today, 2, np.where(plan.start <= today, 1, 0))
    yield table("Campaign", {
        "Id": references.campaigns, "IsDeleted": pl.Series(plan.is_deleted), "Name": pl.Series(plan.name),
        "ParentId": pick(references.campaigns, plan.parent), "Type": pl.Series(plan.kind),
        "Status": texts(("Planned", "In Progress", "Completed"), state), "StartDate": as_dates(plan.start),
        "EndDate": as_dates(plan.end), "CurrencyIsoCode": texts(tuple(team[2] for team in TEAMS), plan.currency),
        "BudgetedCost": money(plan.budget), "ActualCost": money(plan.cost), "NumberSent": 0,
        "IsActive": pl.Series(state == 1), "OwnerId": owner, "CreatedDate": made, "CreatedById": owner,
        "LastModifiedDate": made, "LastModifiedById": owner, "SystemModstamp": made,
    })  # fmt: skip


def members(world: World, references: References, whole: Members) -> Iterator[pl.DataFrame]:
    """Yield the members; a converted lead's membership names lead and contact."""
    writer = references.owners[world.people.integration]
    for low, high in slices(len(whole.lead), PIECE):
        rows = slice(low, high)
        record = present_lead(world, whole.lead[rows])
        contact = np.where(record >= 0, world.conversion.contact[np.maximum(record, 0)], whole.contact[rows])
        made = as_times(whole.created[rows])
        yield table("CampaignMember", {
            "Id": make_ids("CampaignMember", references.base + low, high - low),
            "IsDeleted": pl.Series(whole.is_deleted[rows]),
            "CampaignId": references.campaigns.gather(whole.campaign[rows]), "LeadId": references.lead_of(record),
            "ContactId": pick(references.contacts, contact),
            "Status": pl.Series(whole.status[rows].tolist(), dtype=pl.String),
            "HasResponded": pl.Series(whole.responded[rows]), "IsPrimary": 0, "CreatedDate": made,
            "CreatedById": writer,
            "LastModifiedDate": made, "LastModifiedById": writer, "SystemModstamp": made,
            "FirstRespondedDate": as_dates(whole.responded_day[rows]), "CurrencyIsoCode": "EUR",
        })  # fmt: skip
