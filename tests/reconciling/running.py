"""The command, run in this process, and what it says as JSON."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from leadhouse.cli import main
from tests.reconciling.company import Company


def reconcile(company: Company, path: Path, *options: str) -> Result:
    """The result of `leadhouse reconcile`; an exception is an error of the test."""
    asked = ["reconcile", str(path), *options, "--warehouse", str(company.warehouse)]
    result = CliRunner().invoke(main, asked)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(company: Company, path: Path, *options: str) -> dict[str, Any]:
    """What it says as JSON."""
    result = reconcile(company, path, *options, "--json")
    assert result.exit_code in (0, 1), result.output
    return dict(json.loads(result.stdout))


def found(told: dict[str, Any]) -> Counter[tuple[str, str]]:
    """Kinds of differences and keys, with how often."""
    return Counter((each["kind"], each["record"]) for each in told["records"])
