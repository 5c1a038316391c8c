"""The company's definitions.

Reads the CSV files in definitions/ and those that are shipped; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.errors import InputRefused
from leadhouse.settings import Settings, read_settings
from leadhouse.warehouse.calendars import read_calendars
from leadhouse.warehouse.checkup.finding import ERROR, NOTE, Finding, some
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.definitions import check_definition, shipped_definitions

BROKEN = "No build can begin until it is corrected; readers keep the version that they have."


def check(visit: Visit) -> Iterator[Finding]:
    """Files that a build would refuse, that are missing, or that nothing reads."""
    folder, shipped = visit.warehouse.definitions, shipped_definitions()
    present = {path.name for path in folder.glob("*.csv")}
    if not present:
        return  # the first build writes them all
    missing = [name for name in shipped if name not in present]
    if missing:
        yield Finding(
            NOTE,
            f"{folder} lacks {some(missing)}.",
            "The next build writes the shipped file there: an upgrade brought it, or somebody removed it.",
            "leadhouse build, then look at the new file",
        )
    extra = sorted(present - set(shipped))
    if extra:
        yield Finding(
            NOTE,
            f"{folder} has {some(extra)}, which no figure is made of.",
            "A copy or a misspelt name: what is edited there has no effect.",
            "Rename the file to the one that it is meant to be, or move it out of the folder.",
        )
    broken = list(_broken(visit, [name for name in shipped if name in present]))
    yield from broken
    if not broken and not missing:
        yield from _calendars(visit)


def _broken(visit: Visit, names: list[str]) -> Iterator[Finding]:
    for name in names:
        try:
            check_definition(visit.warehouse, name)
        except InputRefused as refused:
            yield Finding(ERROR, str(refused), BROKEN, f"Correct {visit.warehouse.definitions / name}")
        except OSError:
            yield Finding(
                ERROR,
                f"{visit.warehouse.definitions / name} may not be read by this user.",
                BROKEN,
                f"chmod u+rw {name}",
            )


def _calendars(visit: Visit) -> Iterator[Finding]:
    try:
        settings = read_settings(visit.warehouse)
    except (InputRefused, OSError):
        settings = Settings()  # that leadhouse.toml cannot be used is told elsewhere
    try:
        read_calendars(visit.warehouse.definitions, settings.reporting_time_zone)
    except InputRefused as refused:
        yield Finding(ERROR, str(refused), BROKEN, f"Correct the calendars in {visit.warehouse.definitions}")
