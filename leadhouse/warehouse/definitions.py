"""The company's own copy of the definitions.

Reads seeds/ of the project, writes the files that definitions/ of the warehouse lacks, and the metrics that its list
lacks: the pages ask for them by name. Never overwrites a line: what the company's people edited survives every
upgrade. Refuses: a definition file without the columns that the models need, or with a line that is too long or too
short.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from leadhouse.errors import InputRefused
from leadhouse.warehouse.files import write_aside
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse

METRICS = "metrics.csv"
CODE_FOLDERS = ("models", "macros", "seeds", "tests/dbt", "leadhouse/warehouse", "leadhouse/attributing")


def copy_missing_definitions(warehouse: Warehouse) -> list[str]:
    """Copy each definition file that the warehouse lacks.

    Returns:
        The names of the files that were copied.
    """
    copied = []
    for seed in sorted((PROJECT_ROOT / "seeds").glob("*.csv")):
        if not (warehouse.definitions / seed.name).exists():
            write_aside(warehouse.definitions / seed.name, seed.read_bytes())
            copied.append(seed.name)
    return copied


def add_missing_metrics(warehouse: Warehouse) -> list[str]:
    """Add the metrics of this release that the company's list lacks, below its own.

    Returns:
        Their names.
    """
    if METRICS not in shipped_definitions():
        return []
    own = warehouse.definitions / METRICS
    known = {row["metric"] for row in _rows(own)}
    missing = [row for row in _rows(PROJECT_ROOT / "seeds" / METRICS) if row["metric"] not in known]
    if missing:
        added = io.StringIO()
        csv.DictWriter(added, _header(own), restval="", lineterminator="\n").writerows(missing)
        before = own.read_bytes()
        write_aside(own, before + (b"" if before.endswith(b"\n") else b"\n") + added.getvalue().encode())
    return [row["metric"] for row in missing]


def check_definitions(warehouse: Warehouse) -> None:
    """Check the shape of every definition file before the models read it.

    Raises:
        InputRefused: file, line, what was found and what is expected.
    """
    for name in shipped_definitions():
        check_definition(warehouse, name)


def shipped_definitions() -> list[str]:
    """The names of all definition files."""
    return sorted(seed.name for seed in (PROJECT_ROOT / "seeds").glob("*.csv"))


def check_definition(warehouse: Warehouse, name: str) -> None:
    """Check the shape of one definition file.

    Raises:
        InputRefused: file, line, what was found and what is expected.
    """
    _check_shape(warehouse.definitions / name, expected=_header(PROJECT_ROOT / "seeds" / name))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _check_shape(path: Path, expected: list[str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        try:
            header = next(reader, [])
            if any(column not in header for column in expected):
                raise InputRefused(
                    f"{path} line 1: columns {', '.join(expected)} expected, got {', '.join(header) or 'nothing'}. "
                    "Save it as a CSV with commas and these columns, then: leadhouse build"
                )
            for row in reader:
                if row and len(row) != len(header):
                    raise InputRefused(
                        f"{path} line {reader.line_num}: {len(header)} values expected, got {len(row)}. "
                        "Put a value that contains a comma in quotes, then: leadhouse build"
                    )
        except UnicodeDecodeError:
            raise InputRefused(f"{path} is not UTF-8 text. Save it as CSV UTF-8, then: leadhouse build") from None


def fingerprint_rules(warehouse: Warehouse) -> str:
    """A SHA-256 over all that turns raw rows into facts: models, definitions and settings."""
    digest = hashlib.sha256()
    code = (path for folder in CODE_FOLDERS for path in (PROJECT_ROOT / folder).rglob("*") if path.suffix != ".pyc")
    for path in _files(code, [PROJECT_ROOT / "dbt_project.yml"]):
        digest.update(str(path.relative_to(PROJECT_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    for path in _files(warehouse.definitions.glob("*.csv"), [warehouse.settings]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(*groups: Iterable[Path]) -> list[Path]:
    return sorted(path for group in groups for path in group if path.is_file())
