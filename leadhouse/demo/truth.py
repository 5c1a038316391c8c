"""The truth about every lead, opportunity and touch, from the simulation's own state.

Reads the world, its activities and memberships, never the export and never the models; writes Parquet: `leads` and
`opportunities` (one row per exported record), `lead_statuses`, `lead_assignments` and `opportunity_stages`
(one row per stay), `touchpoints` (one row per touch), `opportunity_touchpoints` (one row per deal and touch),
`attribution` (one row per model, deal and touch with a credit), `campaigns` and `campaign_spend` (what they cost).
"""

from pathlib import Path

import numpy as np

from leadhouse.demo import truth_credit, truth_leads, truth_pipeline, truth_spend, truth_stays, truth_touches
from leadhouse.demo.activities import Activities
from leadhouse.demo.calendars import read_rows
from leadhouse.demo.campaigns import Campaigns
from leadhouse.demo.memberships import Members, primary
from leadhouse.demo.references import References
from leadhouse.demo.spend import Spend
from leadhouse.demo.truth_people import stand
from leadhouse.demo.truth_progress import advance
from leadhouse.demo.truth_response import respond
from leadhouse.demo.world import World


def write_truth(
    world: World, activities: Activities, campaigns: Campaigns, members: Members, spend: Spend,
    references: References, definitions: Path, folder: Path,
) -> None:  # fmt: skip
    """Write the truth into a folder.

    Args:
        world: the simulated company.
        activities: what was logged.
        campaigns: what marketing ran.
        members: who was in it.
        spend: what ad platforms charged.
        references: ids of all records.
        definitions: folder with the response limits.
        folder: where the Parquet files go.
    """
    standing = stand(world)
    facts = np.flatnonzero(standing.is_fact)
    progress = advance(world, standing)
    slas = read_rows(definitions / "response_slas.csv")
    response = respond(world, standing, activities, progress.converted_at, slas)
    touched = truth_touches.touches(world, references, standing, campaigns, members)
    travelled = truth_touches.journeys(world, standing, touched)
    deals = truth_pipeline.opportunities(world, references, standing)
    tables = {
        "leads": truth_leads.leads(world, references, standing, progress, response),
        "lead_statuses": truth_stays.lead_statuses(world, references, facts),
        "lead_assignments": truth_stays.lead_assignments(world, references, facts),
        "opportunities": deals,
        "opportunity_stages": truth_stays.opportunity_stages(world, references),
        "touchpoints": truth_touches.touchpoints(references, touched),
        "campaigns": truth_spend.campaign_costs(references, campaigns, spend),
        "campaign_spend": truth_spend.campaign_spend(references, campaigns, spend),
        "attribution": truth_credit.attribution(
            world, references, campaigns, primary(world, members), deals, travelled
        ),
        "opportunity_touchpoints": truth_touches.opportunity_touchpoints(references, travelled),
    }
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
