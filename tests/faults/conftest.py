"""Warehouses to break: small, made once, copied for each test."""

from __future__ import annotations

import hashlib
import shutil
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadhouse.warehouse.layout import Warehouse
from tests.faults.running import Plan, run, run_well
from tests.unit.warehouse.small_project import landed_warehouse, write_small_project

THIRD_LEAD = "c,cara@example.com,3\n"
LEADS = "Id,CreatedDate,LastModifiedDate,Company\n"
ACCOUNTS = "Id,CreatedDate,LastModifiedDate,Name\n"
MADE_AT = "2026-01-05T08:00:00.000Z"

Copy = Callable[[Warehouse], Warehouse]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dbt project of two tables, with two leads in its definitions."""
    folder = write_small_project(tmp_path_factory.mktemp("project"))
    # One calendar: computing forty years of working hours for eight is most of such a build.
    for name, column in (("calendars.csv", 0), ("calendar_hours.csv", 0), ("calendar_time_zones.csv", 1)):
        keep_default(folder / "seeds" / name, column)
    return folder


def keep_default(path: Path, column: int) -> None:
    """Leave only the header and the lines of the default calendar."""
    header, *lines = path.read_text().splitlines(keepends=True)
    path.write_text(header + "".join(line for line in lines if line.strip().split(",")[column] == "default"))


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """What dbt wrote for two leads and for three, one folder each, named by the digest of the definition."""
    warehouse = landed_warehouse(tmp_path_factory.mktemp("recording"))
    recordings = tmp_path_factory.mktemp("recorded")
    leads = warehouse.definitions / "leads.csv"
    for more in ("", THIRD_LEAD):
        shutil.copyfile(project / "seeds" / "leads.csv", leads)
        with leads.open("a") as file:
            file.write(more)
        ended = run(Plan(at="build.models_done", project=str(project)), "build", "--warehouse", warehouse.root)
        assert ended.code == -signal.SIGKILL, ended.err
        folder = recordings / hashlib.sha256(leads.read_bytes()).hexdigest()
        folder.mkdir()
        written = [warehouse.work, warehouse.building]
        written += [warehouse.target / name for name in ("manifest.json", "run_results.json")]
        for path in written:
            shutil.copy(path, folder)
    return recordings


@pytest.fixture(scope="session")
def building(project: Path, recorded: Path) -> Plan:
    """A plan for builds: everything real but for dbt, whose files are those that it wrote before."""
    return Plan(project=str(project), replay=str(recorded))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Copies a warehouse to a folder of the test."""

    def copy(origin: Warehouse) -> Warehouse:
        folder = tmp_path / f"warehouse-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(origin.root, folder)
        return Warehouse.at(folder)

    return copy


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse into which something was loaded and in which nothing was built."""
    return landed_warehouse(tmp_path_factory.mktemp("loaded"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, loaded: Warehouse, building: Plan) -> Warehouse:
    """A warehouse with a published version, whose definitions have changed since."""
    folder = tmp_path_factory.mktemp("published") / "warehouse"
    shutil.copytree(loaded.root, folder)
    warehouse = Warehouse.at(folder)
    run_well(building, "build", "--warehouse", warehouse.root)
    with (warehouse.definitions / "leads.csv").open("a") as file:
        file.write(THIRD_LEAD)
    return warehouse


def leads_csv(first: int, count: int) -> str:
    """A Salesforce export of leads with the given numbers."""
    return LEADS + "".join(
        f"L{number:014d},{MADE_AT},{MADE_AT},Company {number}\n" for number in range(first, first + count)
    )


def write_export(path: Path, first: int, count: int) -> Path:
    """An archive with leads and accounts; the accounts' file is in UTF-16, as Excel writes it."""
    accounts = "".join(f"A{number:014d},{MADE_AT},{MADE_AT},Account {number}\n" for number in range(first, first + 9))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Lead.csv", leads_csv(first, count))
        archive.writestr("Account.csv", (ACCOUNTS + accounts).encode("utf-16"))
    return path


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two exports, one after the other."""
    folder = tmp_path_factory.mktemp("exports")
    return write_export(folder / "january.zip", 1, 40), write_export(folder / "february.zip", 31, 40)


@pytest.fixture(scope="session")
def holding(tmp_path_factory: pytest.TempPathFactory, exports: tuple[Path, Path]) -> Warehouse:
    """A warehouse into which the first export was loaded."""
    warehouse = Warehouse.at(tmp_path_factory.mktemp("holding") / "warehouse")
    run_well(Plan(), "load", "salesforce", exports[0], "--warehouse", warehouse.root)
    return warehouse
