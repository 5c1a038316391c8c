"""Filters that show in the records taken together: of all our records with one value, their report has not one.

Reads our rows and which of them their report lacks; writes nothing. One reason per record that such a value explains.

How sure: were records missing by chance, each as often as those with another value, then all n of a value would be
missing with probability (share missing among the others)^n. Above `CHANCE` it is called chance, and so it is where
fewer than `FEWEST` records have the value. A status or stage alone explains from one record on: a report by status or
stage, of records that were at a step once, lacks just those that are no longer there.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from leadhouse.reconciling import kinds
from leadhouse.reconciling.question import Question
from leadhouse.reconciling.setting import Reason

FIELDS = {
    "lead": {
        "is_converted": "converted", "status_raw": "status", "lead_source_raw": "lead source", "country": "country",
        "team": "team", "owner_key": "owner",
    },
    "opportunity": {
        "stage_raw": "stage", "opportunity_type": "type", "currency": "currency", "team": "team", "owner_key": "owner",
    },
}  # fmt: skip
"""Fields that reports are filtered by."""

FEWEST = 3
CHANCE = 0.001


def reasons_together(
    question: Question, rows: pl.DataFrame, unexplained: set[str], shared: set[str]
) -> dict[str, Reason]:
    """Reasons for records that only we count.

    Args:
        rows: ours, with the fields.
        unexplained: keys of those that their report lacks and nothing explains so far.
        shared: keys that both sides have.
    """
    found: dict[str, Reason] = {}
    compared = rows.filter(pl.col(question.key).is_in([*unexplained, *shared])).with_columns(
        lacks=pl.col(question.key).is_in(list(unexplained))
    )
    for field, words in FIELDS[question.entity].items():
        left = compared.filter(~pl.col(question.key).is_in(list(found)))
        for value, keys in _absent(question, left, field):
            found |= dict.fromkeys(keys, _reason(question, field, words, value, len(keys)))
    return found


def _absent(question: Question, rows: pl.DataFrame, field: str) -> Iterator[tuple[object, list[str]]]:
    """The values of a field of which their report has no record though it might, with our records' keys."""
    groups = rows.group_by(field).agg(pl.len().alias("n"), pl.col("lacks").sum(), pl.col(question.key))
    n, lacking = rows.height, int(rows["lacks"].sum())
    for value, size, missing, keys in groups.iter_rows():
        others = n - size
        if size == missing and others and _is_no_chance(question, field, size, (lacking - size) / others):
            yield value, keys


def _is_no_chance(question: Question, field: str, size: int, share: float) -> bool:
    if field == question.label and question.step:
        return share < 1
    return size >= FEWEST and share**size < CHANCE


def _reason(question: Question, field: str, words: str, value: object, size: int) -> Reason:
    if field == "is_converted":
        shown = "is converted" if value else "is not converted"
    else:
        shown = f'has the {words} "{value}"' if value is not None else f"has no {words}"
    if field == question.label and question.step:
        return (
            kinds.DEFINITION,
            f"it {shown} today; their report has none that has it, we count it for the step it reached",
        )
    return kinds.FILTER, f"it {shown}; their report has none of our {size} that do"
