"""The list of checkpoints, the places in the code and the tests that kill there agree."""

from __future__ import annotations

import logging
import re

import pytest

from leadhouse.checkpoints import CHECKPOINTS, reached
from leadhouse.warehouse.layout import PROJECT_ROOT
from tests.faults.test_killed_builds import BUILD_CHECKPOINTS
from tests.faults.test_killed_loads import LOAD_CHECKPOINTS

CALL = re.compile(r"""\breached\(\s*["']([\w.]+)["']\s*\)""")


def places() -> list[str]:
    modules = [*(PROJECT_ROOT / "leadhouse").rglob("*.py"), *(PROJECT_ROOT / "loaders").rglob("*.py")]
    return [name for module in modules for name in CALL.findall(module.read_text())]


def test_the_code_reaches_each_listed_checkpoint_and_no_other():
    assert set(places()) == set(CHECKPOINTS)


def test_a_process_is_killed_at_each_of_them():
    """Each of those tests fails if the process ends before it comes to its checkpoint."""
    assert sorted(LOAD_CHECKPOINTS + BUILD_CHECKPOINTS) == sorted(CHECKPOINTS)


def test_reaching_one_logs_its_name_and_an_unknown_one_is_a_defect(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG, "leadhouse.checkpoints"):
        reached("publish.renamed")
    assert [record.__dict__["checkpoint"] for record in caplog.records] == ["publish.renamed"]
    with pytest.raises(KeyError):
        reached("publish.imagined")
