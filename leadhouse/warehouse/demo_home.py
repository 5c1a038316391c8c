"""Where a demo may live.

Reads a warehouse folder and writes into it the definitions and settings of the made-up company, and a marker that
says so. Refuses: a warehouse that holds other data.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from leadhouse.errors import UsageRefused
from leadhouse.warehouse.files import write_aside
from leadhouse.warehouse.layout import Warehouse


def marker(warehouse: Warehouse) -> Path:
    """The file that marks a warehouse as a demo's."""
    return warehouse.root / "demo.json"


def require_room(warehouse: Warehouse, leads: int, seed: int) -> None:
    """Make sure that the demo would not be mixed with other data.

    Raises:
        UsageRefused: the warehouse holds a company's data, or a demo of another size or seed.
    """
    if not warehouse.landing.exists():
        return
    if not marker(warehouse).is_file():
        raise UsageRefused(
            f"{warehouse.root} holds data that is not the demo's. Give the demo a folder of its own: "
            "leadhouse demo --warehouse ./demo-warehouse"
        )
    made = json.loads(marker(warehouse).read_text())
    if made != {"leads": leads, "seed": seed}:
        raise UsageRefused(
            f"{warehouse.root} holds a demo with --leads {made['leads']} --seed {made['seed']}. "
            "Use the same, another --warehouse, or delete the folder."
        )


def furnish(warehouse: Warehouse, definitions: Path, leads: int, seed: int) -> None:
    """Write the demo company's definitions and settings, and mark the warehouse."""
    warehouse.create()
    for file in sorted(definitions.glob("*.csv")):
        shutil.copyfile(file, warehouse.definitions / file.name)
    settings = definitions / warehouse.settings.name
    if settings.is_file():
        shutil.copyfile(settings, warehouse.settings)
    write_aside(marker(warehouse), json.dumps({"leads": leads, "seed": seed}) + "\n")
