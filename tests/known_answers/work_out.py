"""Works the expected facts out of the small export: python work_out.py [FOLDER]; default: expected/ beside the export.

Standard library only. It shares no line with the product: it was written from the definitions, after the figures in
WORKED.md had been worked by hand. A cell `~` is one that the definitions do not decide.
"""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from working import fact_acquisition, fact_attribution, fact_deals, fact_leads, fact_stays, inputs

FACTS = {
    "fct_leads": fact_leads.fct_leads,
    "fct_lead_assignments": fact_stays.fct_lead_assignments,
    "fct_lead_statuses": fact_stays.fct_lead_statuses,
    "fct_opportunities": fact_deals.fct_opportunities,
    "fct_opportunity_stages": fact_deals.fct_opportunity_stages,
    "fct_activities": fact_deals.fct_activities,
    "fct_campaign_members": fact_deals.fct_campaign_members,
    "fct_touchpoints": fact_attribution.fct_touchpoints,
    "fct_opportunity_touchpoints": fact_attribution.fct_opportunity_touchpoints,
    "fct_campaign_attribution": fact_attribution.fct_campaign_attribution,
    "rpt_channel_weights": fact_attribution.rpt_channel_weights,
    "rpt_campaign_roi": fact_attribution.rpt_campaign_roi,
    "rpt_acquisition_costs": fact_acquisition.rpt_acquisition_costs,
}


def cell(value: Any) -> str:
    """Text of a value: nothing for null, true and false, times to the second, numbers in full."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def write(folder: Path) -> None:
    """Write one CSV per fact."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FACTS.items():
        facts = make()
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(facts[0] if facts else [])
            writer.writerows([cell(value) for value in fact.values()] for fact in facts)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else inputs.HERE / "expected")
