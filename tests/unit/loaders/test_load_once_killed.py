"""A process that dies in a load leaves the old state or the new; what was committed is shown by whoever comes next."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

import loaders
from leadhouse.checkpoints import CHECKPOINTS
from leadhouse.cli import main

LEAD = "Id,CreatedDate\n1,2026-01-01\n"
KILLED_LOAD = """
import logging, os, signal, sys
from pathlib import Path

class Kill(logging.Handler):
    def emit(self, record):
        if record.checkpoint == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)

logger = logging.getLogger("leadhouse.checkpoints")
logger.setLevel(logging.DEBUG)
logger.addHandler(Kill())
import loaders
loaders.load("salesforce", [Path(sys.argv[2])], Path(sys.argv[3]))
"""
LOAD_CHECKPOINTS = [name for name in CHECKPOINTS if name.startswith("load.")]
COMMITTED = LOAD_CHECKPOINTS[LOAD_CHECKPOINTS.index("load.committed") :]


@pytest.fixture
def killed_load(write, warehouse):
    """Loads one lead in a process that is killed at a checkpoint."""

    def killed_load(checkpoint):
        path = write("Task.csv", "Id,Subject\nT1,x\n")
        command = [sys.executable, "-c", KILLED_LOAD, checkpoint, str(path), str(warehouse)]
        killed = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        assert killed.returncode == -9, f"the load never reached {checkpoint}"

    return killed_load


def listed(warehouse):
    status = json.loads((warehouse / "status.json").read_text())
    return [[file["object"] for file in entry["files"]] for entry in status["loads"]]


@pytest.mark.parametrize("checkpoint", LOAD_CHECKPOINTS)
def test_status_shows_what_is_landed_wherever_a_load_was_killed(killed_load, write, load, query, warehouse, checkpoint):
    load(write("Lead.csv", LEAD))
    killed_load(checkpoint)
    assert CliRunner().invoke(main, ["status", "--warehouse", str(warehouse)]).exit_code == 0
    tasks = 1 if checkpoint in COMMITTED else 0
    assert query("select count(*) from salesforce.task") == [(tasks,)]
    assert listed(warehouse) == [["Lead"], ["Task"]][: 1 + tasks]


@pytest.mark.parametrize("checkpoint", ["load.ledger_written", "load.committed"])
def test_the_next_load_shows_what_a_killed_one_landed(killed_load, write, load, warehouse, checkpoint):
    load(write("Lead.csv", LEAD))
    killed_load(checkpoint)
    load(write("Account.csv", "Id,Name\nA1,a\n"))
    middle = [["Task"]] if checkpoint == "load.committed" else []
    assert listed(warehouse) == [["Lead"], *middle, ["Account"]]


def test_status_opens_no_database_when_nothing_is_missing(write, load, warehouse, monkeypatch):
    load(write("Lead.csv", LEAD))
    monkeypatch.setattr("loaders.landing.status.opened", lambda database: pytest.fail("opened"))
    loaders.catch_up(warehouse)


def test_a_refused_load_leaves_nothing_to_catch_up_with(write, load, warehouse):
    load(write("Lead.csv", LEAD))
    with pytest.raises(loaders.Refused):
        load(write("Lead.csv", "Id\n1\n"))
    assert not json.loads((warehouse / "status.json").read_text())["pending_load"]
