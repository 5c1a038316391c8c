"""The whole weekly Data Export of the simulated company: one zip with a CSV per object.

Reads a world, writes the zip. Pieces of bounded size keep memory flat.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from leadhouse.demo import export_activities, export_campaigns, export_leads, export_people, export_pipeline
from leadhouse.demo.activities import Activities
from leadhouse.demo.archive import Archive
from leadhouse.demo.campaigns import Campaigns
from leadhouse.demo.identities import Identities, lead_emails
from leadhouse.demo.memberships import Members, primary
from leadhouse.demo.references import References
from leadhouse.demo.world import World


def write_export(
    world: World, activities: Activities, campaigns: Campaigns, members: Members, references: References, path: Path,
    progress: Callable[[str], None],
) -> dict[str, int]:  # fmt: skip
    """Write the zip and return rows per object.

    Args:
        world: the simulated company.
        activities: what was logged.
        campaigns: what marketing ran.
        members: who was in it.
        references: ids of all records.
        path: the zip to write.
        progress: called with the name of each object before it is written.
    """
    identities = Identities(world)
    addresses = lead_emails(world, identities, 0, len(world.leads))
    objects: dict[str, Iterable[pl.DataFrame]] = {
        "User": export_people.users(world, references),
        "Group": export_people.groups(world, references),
        "Account": export_people.accounts(world, references, identities),
        "Contact": export_people.contacts(world, references, identities, addresses),
        "Campaign": export_campaigns.campaigns(world, references, campaigns),
        "Lead": export_leads.leads(world, references, identities),
        "LeadHistory": export_leads.histories(world, references),
        "CampaignMember": export_campaigns.members(world, references, members),
        "Opportunity": export_pipeline.opportunities(world, references, identities, primary(world, members)),
        "OpportunityHistory": export_pipeline.snapshots(world, references),
        "OpportunityFieldHistory": export_pipeline.field_history(world, references),
        "OpportunityContactRole": export_pipeline.contact_roles(world, references),
        "Quote": export_pipeline.quotes(world, references),
        "Task": export_activities.tasks(world, references, activities),
        "Event": export_activities.events(world, references, activities),
    }
    rows = {}
    with Archive(path, world.now) as archive:
        for name, frames in objects.items():
            progress(name)
            rows[name] = archive.add(name, frames)
    return rows
