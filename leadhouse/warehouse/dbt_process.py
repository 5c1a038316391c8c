"""The process that runs dbt: `python -m leadhouse.warehouse.dbt_process ARGUMENTS`.

Reads what dbt reads, writes what dbt writes; stdout carries one JSON event per line. A process of its own, so that
every database handle is closed when it ends. It ends when its parent does: stdin is a pipe that nobody writes to and
whose end means that the parent is gone.
"""

from __future__ import annotations

import gc
import os
import sys
import threading

PARENT_GONE = 1


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(PARENT_GONE)


def main() -> int:
    """Run dbt with this process's arguments.

    Returns:
        0 if every node succeeded, 1 if one failed, 2 if dbt itself did.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from dbt.cli.main import dbtRunner

    # What was imported stays until the end: it need not be looked through for garbage again and again.
    gc.freeze()
    result = dbtRunner().invoke(sys.argv[1:])
    if result.exception is not None:
        return 2
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
