"""The truth about every lead and opportunity, from the simulation's own state.

Reads the world and its activities, never the export and never the models; writes Parquet: `leads` and
`opportunities` (one row per exported record), `lead_statuses`, `lead_assignments` and `opportunity_stages`
(one row per stay).
"""

from pathlib import Path

import numpy as np

from leadhouse.demo import truth_leads, truth_pipeline, truth_stays
from leadhouse.demo.activities import Activities
from leadhouse.demo.calendars import read_rows
from leadhouse.demo.references import References
from leadhouse.demo.truth_people import stand
from leadhouse.demo.truth_progress import advance
from leadhouse.demo.truth_response import respond
from leadhouse.demo.world import World


def write_truth(world: World, activities: Activities, references: References, definitions: Path, folder: Path) -> None:
    """Write the truth into a folder.

    Args:
        world: the simulated company.
        activities: what was logged.
        references: ids of all records.
        definitions: folder with the response limits.
        folder: where the Parquet files go.
    """
    standing = stand(world)
    facts = np.flatnonzero(standing.is_fact)
    progress = advance(world, standing)
    slas = read_rows(definitions / "response_slas.csv")
    response = respond(world, standing, activities, progress.converted_at, slas)
    tables = {
        "leads": truth_leads.leads(world, references, standing, progress, response),
        "lead_statuses": truth_stays.lead_statuses(world, references, facts),
        "lead_assignments": truth_stays.lead_assignments(world, references, facts),
        "opportunities": truth_pipeline.opportunities(world, references, standing),
        "opportunity_stages": truth_stays.opportunity_stages(world, references),
    }
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
