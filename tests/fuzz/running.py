"""Many examples one after the other: totals by mutation and outcome, and every failure as small as it gets.

Draws examples by hypothesis and puts each before the loader; writes below a temporary folder only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import given as given_by

from tests.fuzz.examples import examples
from tests.fuzz.given import Given
from tests.fuzz.shrinking import shrink
from tests.fuzz.trial import FAILED, REFUSED, Outcome, attempt
from tests.fuzz.warehouses import Warehouses, warehouses

# Hypothesis varies what it drew before; small batches, each with a seed of its own, spread wider.
BATCH = 100
# Loading twice takes twice as long.
AGAIN_EVERY = 3


@dataclass
class Totals:
    """What became of the examples.

    Attributes:
        outcomes: by kind.
        reasons: of refusals.
        mutations: by name of the mutation and kind; an example counts for each of its mutations.
        failures: by signature, the first example with what failed, and how often.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    mutations: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: dict[str, tuple[Given, Outcome, int]] = field(default_factory=dict)

    def add(self, given: Given, outcome: Outcome) -> None:
        """Count one example."""
        self.outcomes[outcome.kind] += 1
        self.mutations.update((name, outcome.kind) for name in set(given.mutations) or {"none"})
        if outcome.kind == REFUSED:
            self.reasons[outcome.detail] += 1
        if outcome.kind == FAILED:
            known = self.failures.get(signature(outcome))
            first = known[:2] if known and _size(known[0]) <= _size(given) else (given, outcome)
            self.failures[signature(outcome)] = (*first, 1 + (known[2] if known else 0))

    def merge(self, other: Totals) -> None:
        """Add another run's totals."""
        self.outcomes += other.outcomes
        self.reasons += other.reasons
        self.mutations += other.mutations
        for name, (given, outcome, times) in other.failures.items():
            known = self.failures.get(name, (given, outcome, 0))
            self.failures[name] = (*known[:2], known[2] + times)


def run(count: int, first_seed: int, tell: Callable[[Totals], None] | None = None) -> Totals:
    """Try `count` examples, in batches whose seeds follow on `first_seed`."""
    totals = Totals()
    with warehouses() as prepared:
        for batch in range(-(-count // BATCH)):
            _batch(min(BATCH, count - batch * BATCH), first_seed + batch, prepared, totals)
            if tell:
                tell(totals)
        for name, (given, outcome, times) in list(totals.failures.items()):
            totals.failures[name] = (*_smallest(given, outcome, prepared), times)
    return totals


def signature(outcome: Outcome) -> str:
    """What failed, without names, numbers and values."""
    return re.sub(r"\d+|'[^']*'|\"[^\"]*\"|\S+\.(csv|CSV|txt|json\w*|xlsx|parquet|ZIP\S*)", "#", outcome.detail)[:70]


def _batch(count: int, batch_seed: int, prepared: Warehouses, totals: Totals) -> None:
    @seed(batch_seed)
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given_by(examples())
    def each(given: Given) -> None:
        again = totals.outcomes.total() % AGAIN_EVERY == 0
        totals.add(given, attempt(given, prepared, again))

    each()


def _smallest(given: Given, outcome: Outcome, prepared: Warehouses) -> tuple[Given, Outcome]:
    wanted = signature(outcome)
    smallest = shrink(given, lambda smaller: signature(attempt(smaller, prepared)) == wanted)
    return smallest, attempt(smallest, prepared)


def _size(given: Given) -> int:
    return sum(len(file.content) for file in given.files)
