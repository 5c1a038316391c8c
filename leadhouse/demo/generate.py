"""The demo company: two years of leads, worked by people who differ, as a weekly Salesforce Data Export.

Reads the shipped calendar and SLA definitions, writes a zip of CSVs, a file of what ads cost, the truth about every
lead, opportunity and touch as Parquet, and the company's own definitions. Knows no clock: the same arguments always
give the same files. Refuses fewer than one lead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from leadhouse.demo import campaigns as marketing
from leadhouse.demo.activities import log
from leadhouse.demo.definitions import write_calendars, write_definitions
from leadhouse.demo.export import write_export
from leadhouse.demo.memberships import enrol
from leadhouse.demo.moments import seconds_of
from leadhouse.demo.references import refer
from leadhouse.demo.spend import charge, write_spend
from leadhouse.demo.truth import write_truth
from leadhouse.demo.world import simulate

SIMULATED_NOW = datetime(2026, 11, 20, 16, 2, tzinfo=UTC)
SHIPPED_DEFINITIONS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class DemoExport:
    """What was written: export zips, spend file, the truth's Parquet files, definitions; rows per object."""

    archives: list[Path]
    spend_file: Path
    truth_dir: Path
    definitions_dir: Path
    as_of: datetime
    rows: dict[str, int]


def generate(
    out_dir: Path,
    leads: int = 20_000,
    seed: int = 7,
    as_of: datetime | None = None,
    progress: Callable[[str], None] | None = None,
) -> DemoExport:
    """Write the demo company's export, truth and definitions.

    Args:
        out_dir: folder to write into, made if missing.
        leads: number of lead records, at least 1.
        seed: same seed, same files.
        as_of: the simulated present (UTC if it has no zone), a fixed Friday by default.
        progress: called with a few words before each step.

    Returns:
        Where everything is.

    Raises:
        ValueError: fewer than one lead.
    """
    if leads < 1:
        raise ValueError(f"leads must be at least 1, got {leads}")
    report = progress or (lambda _: None)
    now = as_of or SIMULATED_NOW
    definitions, truth = out_dir / "definitions", out_dir / "truth"
    for folder in (definitions, truth):
        folder.mkdir(parents=True, exist_ok=True)
    report("simulating")
    write_calendars(definitions)
    world = simulate(leads, seed, seconds_of(now), [definitions, SHIPPED_DEFINITIONS])
    write_definitions(definitions, world.people, leads, world.now)
    activities, campaigns = log(world), marketing.plan(world)
    members = enrol(world, campaigns)
    references = refer(world, len(campaigns.name))
    report("truth")
    spend = charge(world, campaigns)
    write_spend(spend, campaigns, references, out_dir / "spend.csv")
    write_truth(world, activities, campaigns, members, spend, references, SHIPPED_DEFINITIONS, truth)
    archive = out_dir / f"WE_00DQz0000000001MAA_{now:%Y-%m-%d}.zip"
    rows = write_export(world, activities, campaigns, members, references, archive, report)
    return DemoExport([archive], out_dir / "spend.csv", truth, definitions, now, rows)
