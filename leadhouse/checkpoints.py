"""Named moments of a load, a build and a publication at which a process may be killed.

Reads and writes nothing: `reached` logs the name and that is all. Tests attach a handler that kills the process there
and check that readers see the old or the new, never something between. Grain: one name per moment; a moment that a
process passes several times (a file of a load, a model of a build) has one name. Refuses a name that is not listed.
"""

from __future__ import annotations

import logging

LOGGER = logging.getLogger("leadhouse.checkpoints")

# Name -> what is true at that moment. In the order in which a process passes them.
CHECKPOINTS = {
    "load.opened": "landing.duckdb is open: no other load or build can begin",
    "load.leftovers_removed": "what killed loads left behind is gone",
    "load.tables_created": "all declared tables exist",
    "load.begun": "the transaction has begun, nothing has been read",
    "load.file_fetched": "a file is unpacked or transcoded in the temporary folder",
    "load.file_landed": "an object of a file is landed and recorded, uncommitted",
    "load.ledger_written": "the ledger has the whole load, uncommitted",
    "load.committed": "the load is committed; status.json still shows the loads before",
    "load.status_written": "status.json shows the load",
    "load.closed": "landing.duckdb is closed; the temporary folder is still there",
    "build.lock_taken": "no other build can begin",
    "build.leftovers_removed": "what killed builds left behind is gone",
    "build.work_file_made": "work.duckdb holds working hours and holidays",
    "build.models_started": "the process that builds the models runs",
    "build.node_done": "a model or test is done",
    "build.models_done": "all models and tests are done and the process that ran them has ended",
    "build.tests_recorded": "the new file knows the outcome of its tests",
    "publish.checkpointed": "everything is in the new file, nothing in a log beside it",
    "publish.synced": "the new file is on the disk",
    "publish.renamed": "the new file has its name; readers still open the old one",
    "publish.pointer_written": "the new pointer stands aside",
    "publish.pointer_renamed": "readers open the new file",
    "build.status_written": "status.json shows the new version",
    "build.pruned": "versions that are no longer kept are gone",
}


def reached(name: str) -> None:
    """Say that the process has come to a checkpoint.

    Raises:
        KeyError: the name is not one of CHECKPOINTS.
    """
    LOGGER.debug("%s: %s", name, CHECKPOINTS[name], extra={"checkpoint": name})
