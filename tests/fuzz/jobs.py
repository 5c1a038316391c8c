"""A run of the fuzzer in several processes.

Says on stderr how far each is; writes nothing else.
"""

from __future__ import annotations

import faulthandler
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.fuzz.running import BATCH, Totals, run

# A batch takes some ten seconds; one that hangs outside Python is ended, with all threads' stacks.
HANGS_AFTER_SECONDS = 3600


def run_in_jobs(examples: int, seed: int, jobs: int) -> Totals:
    """Split the batches among processes; each has seeds of its own."""
    if jobs < 2:
        return _job(examples, seed)
    batches = -(-examples // BATCH)
    shares = [batches // jobs + (job < batches % jobs) for job in range(jobs)]
    totals, left = Totals(), examples
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = []
        for share in filter(None, shares):
            running.append(pool.submit(_job, min(left, share * BATCH), seed))
            left, seed = left - share * BATCH, seed + share
        for job in running:
            totals.merge(job.result())
    return totals


def _job(examples: int, seed: int) -> Totals:
    def tell(totals: Totals) -> None:
        faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)
        done = totals.outcomes.total()
        print(f"\r{done:,} of {examples:,}, {len(totals.failures)} failures ", end="", file=sys.stderr, flush=True)

    tell(Totals())
    totals = run(examples, seed, tell)
    faulthandler.cancel_dump_traceback_later()
    return totals
