"""`leadhouse` as the tests of faults run it: python bin/leadhouse VERB ARGUMENTS.

Reads a plan (running.Plan) from the variable FAULT_PLAN: at which checkpoint the process kills itself, which project
stands in for the real one, how large a file may become, and when a load says that it was made. Everything else is the
real command line.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import resource
import time
from datetime import datetime
from pathlib import Path
from typing import Any


class Deadly(logging.Handler):
    """Kills or holds the process when it passes a checkpoint for the given time."""

    def __init__(self, plan: dict[str, Any]) -> None:
        super().__init__()
        self.name_of_end, self.passing, self.signal = plan["at"], plan["passing"], plan["signal"]
        self.waits_for = Path(plan["waits_for"]) if plan["waits_for"] else None

    def emit(self, record: logging.LogRecord) -> None:
        if record.__dict__["checkpoint"] != self.name_of_end:
            return
        self.passing -= 1
        if self.passing != 0:
            return
        if self.waits_for is None:
            os.kill(os.getpid(), self.signal)
            time.sleep(60)  # until the signal has arrived
        else:
            print("waiting", flush=True)
            while not self.waits_for.exists():
                time.sleep(0.02)


def main() -> None:
    """Run the command line under the plan."""
    import loaders
    from leadhouse import cli
    from leadhouse.warehouse import dbt_runner, definitions

    plan = json.loads(os.environ["FAULT_PLAN"])
    logger = logging.getLogger("leadhouse.checkpoints")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(Deadly(plan))
    if plan["project"]:
        dbt_runner.PROJECT_ROOT = definitions.PROJECT_ROOT = Path(plan["project"])
    if plan["replay"]:
        dbt_runner.MODELS_PROGRAM = (str(Path(__file__).with_name("replayed_models.py")), plan["replay"])
    if plan["loaded_at"]:
        loaded_at = datetime.fromisoformat(plan["loaded_at"])
        loaders.load = functools.partial(loaders.load, loaded_at=loaded_at)
        loaders.retry_rejects = functools.partial(loaders.retry_rejects, loaded_at=loaded_at)
    if plan["file_limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan["file_limit"], plan["file_limit"]))
    if plan["open_files"]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (plan["open_files"], plan["open_files"]))
    cli.main(prog_name="leadhouse")
