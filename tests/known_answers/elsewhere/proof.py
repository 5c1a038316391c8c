"""One company through Salesforce and through another system: writes both, works out, loads, builds, compares.

A case folder afterwards holds salesforce/ (as invented), carried/ (what the other system can tell of it, still in
Salesforce's form; its facts are worked out), export/ (the same as the other system's files) and a warehouse.
"""

from __future__ import annotations

import csv
import shutil
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tests.known_answers.building import PROJECT, facts, leadhouse, published_in
from tests.known_answers.comparing import KEYS, Difference, Row, differences, read
from tests.known_answers.elsewhere.labels import LISTS, define, relabelled
from tests.known_answers.elsewhere.naming import Theirs, in_their_keys, renamed
from tests.known_answers.elsewhere.settling import Tables, settled, squeezed
from tests.known_answers.elsewhere.tasks import Kind, kinds_of, say_plainly
from tests.known_answers.inventing.export import invent
from tests.known_answers.inventing.export import write as write_export
from tests.known_answers.random_exports import worked_out

# Models trained on the paths of all systems, and costs of which it is asked whether the company knows them.
TRAINED = ("markov/", "shapley/")
OF_THE_COMPANY = ("rpt_channel_weights", "rpt_acquisition_costs")


class System(Protocol):
    """What is known of another system: a module of this folder."""

    SYSTEM: str
    MAPPING: Path
    CORRECTED: dict[str, str]
    NOT_COMPARED: dict[tuple[str, str], str]
    ZONE: ZoneInfo
    UNIT: timedelta
    WORDS: dict[str, dict[str, str]]

    def names(self, tables: Tables) -> Theirs: ...
    def carry(self, tables: Tables, kinds: dict[str, Kind]) -> None: ...
    def finish(self, tables: Tables, zone: ZoneInfo) -> None: ...
    def write(self, folder: Path, tables: Tables, called: dict[str, str], kinds: dict[str, Kind]) -> None: ...


def prepare(case: Path, system: System, seed: int, leads: int) -> dict[str, str]:
    """Invent a company, write what the other system can tell of it, and work its facts out; gives ids there."""
    original, carried = case / "salesforce", case / "carried"
    settings = original / "leadhouse.toml"
    invent(original, 3 * seed, leads)
    tables = settled(original)
    told = kinds_of(tables)
    system.carry(tables, told)
    say_plainly(tables, told)
    new, called = renamed(tables, system.names(tables))
    kinds = {new[record]: kind for record, kind in told.items() if record in new}
    squeezed(tables, system.ZONE, system.UNIT)
    relabelled(tables, system.WORDS)
    system.finish(
        tables, ZoneInfo(tomllib.loads(settings.read_text(encoding="utf-8"))["company"]["reporting_time_zone"])
    )
    for name, records in tables.items():
        if records:
            write_export(carried / "export" / f"{name}.csv", records)
    system.write(case / "export", tables, called, kinds)
    mapping = system.MAPPING.read_text(encoding="utf-8")
    for said, corrected in system.CORRECTED.items():
        assert said in mapping, f"{system.MAPPING.name} does not say {said}"
        mapping = mapping.replace(said, corrected)
    (case / "mapping.toml").write_text(mapping, encoding="utf-8")
    for folder in (case, carried):
        shutil.copytree(original / "definitions", folder / "definitions")
        shutil.copy(original / "leadhouse.toml", folder / "leadhouse.toml")
    define(meanings(system), carried / "definitions")
    in_definitions(carried, new, "salesforce")
    in_definitions(case, {old: called[record] for old, record in new.items()}, system.SYSTEM)
    worked_out(carried)
    in_their_keys(carried / "expected", system.SYSTEM, called)
    return called


def meanings(system: System) -> dict[str, dict[str, str]]:
    """What the mapping says that labels mean, by list."""
    mapping: dict[str, Any] = tomllib.loads(system.MAPPING.read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    several = {entity: each if isinstance(each, list) else [each] for entity, each in mapping.items()}
    for entity, block in (
        (entity, each) for entity, blocks in several.items() for each in blocks if type(each) is dict
    ):
        for name, words in block.get("values", {}).items():
            if name in LISTS and LISTS[name].entity == entity:
                found.setdefault(name, {}).update(words)
    return found


def in_definitions(case: Path, ids: dict[str, str], system: str) -> None:
    """Let the company's definitions name its users as the other system does."""
    for name in ("user_calendars", "automated_users"):
        path = case / "definitions" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row |= {"source_system": system, "user_id": ids.get(row["user_id"], row["user_id"])}
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["source_system", *[at for at in rows[0] if at != "source_system"]])
            writer.writeheader()
            writer.writerows(rows)


def built(case: Path) -> Path:
    """Load what the other system exported by its mapping, and build: the published file."""
    warehouse = case / "warehouse"
    furnish(warehouse, case)
    load(warehouse, case)
    leadhouse("build", "--warehouse", str(warehouse))
    return published_in(warehouse)


def furnish(warehouse: Path, case: Path) -> None:
    """A warehouse with the company's own definitions and settings."""
    shutil.copytree(PROJECT / "seeds", warehouse / "definitions", ignore=shutil.ignore_patterns("*.yml"))
    shutil.copytree(case / "definitions", warehouse / "definitions", dirs_exist_ok=True)
    shutil.copy(case / "leadhouse.toml", warehouse / "leadhouse.toml")


def load(warehouse: Path, case: Path) -> None:
    """Load the other system's files."""
    mapping = str(case / "mapping.toml")
    leadhouse("load", "spreadsheet", "--mapping", mapping, str(case / "export"), "--warehouse", str(warehouse))


def together(folder: Path, systems: dict[str, System], seed: int, leads: int) -> Path:
    """One company in all systems at once, in one warehouse, Salesforce itself too: the published file."""
    for name, system in systems.items():
        prepare(folder / name, system, seed, leads)
    warehouse, original = folder / "warehouse", folder / next(iter(systems)) / "salesforce"
    worked_out(original)
    furnish(warehouse, original)
    for name in systems:
        for definition in ("user_calendars", "automated_users"):
            own = (folder / name / "definitions" / f"{definition}.csv").read_text(encoding="utf-8")
            path = warehouse / "definitions" / f"{definition}.csv"
            told = path.read_text(encoding="utf-8").rstrip("\n")
            path.write_text(f"{told}\n{own.partition(chr(10))[2]}", encoding="utf-8")
    leadhouse("load", "salesforce", str(original / "export"), "--warehouse", str(warehouse))
    for name in systems:
        load(warehouse, folder / name)
    leadhouse("build", "--warehouse", str(warehouse))
    return published_in(warehouse)


def one_of_many(found: dict[str, list[Difference]]) -> dict[str, list[Difference]]:
    """Without what is the company's and not one system's: it is compared where a system is alone."""
    alone = {name: each for name, each in found.items() if name not in OF_THE_COMPANY}
    return {name: [one for one in each if not one.key.startswith(TRAINED)] for name, each in alone.items()}


def compared(case: Path, database: Path, system: System) -> dict[str, list[Difference]]:
    """The cells of each fact that are not as worked out, of the system's own rows."""
    expected = case / "carried" / "expected"
    found = {name: differences(name, own_rows(database, name, system.SYSTEM), expected) for name in KEYS}
    return {
        name: [one for one in each if (name, one.column) not in system.NOT_COMPARED] for name, each in found.items()
    }


def own_rows(database: Path, name: str, system: str) -> list[Row]:
    """The rows of a fact that are of a system, or of the whole company."""
    return [row for row in facts(database, name) if row.get("source_system", system) in (system, "company", None)]


def cells(case: Path, system: System) -> int:
    """How many cells are compared."""
    rows = ((name, row) for name in KEYS for row in read(name, case / "carried" / "expected"))
    skipped = system.NOT_COMPARED
    return sum(cell != "~" and (name, at) not in skipped for name, row in rows for at, cell in row.items())
