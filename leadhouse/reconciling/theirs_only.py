"""Why their report counts a record that we do not.

Reads what both sides know of the record; writes nothing. One reason per record, the first that holds.
"""

from __future__ import annotations

from typing import Any

from leadhouse.reconciling import kinds
from leadhouse.reconciling.ours import IS_ROW
from leadhouse.reconciling.question import HITS
from leadhouse.reconciling.report import TheirRow
from leadhouse.reconciling.setting import Reason, Setting, same_label

FATES = {
    "deleted": (kinds.DELETED, "deleted in the CRM"),
    "absent_survivor": (kinds.UNUSABLE, "merged into a record that no export holds"),
    "cycle": (kinds.UNUSABLE, "its merges lead in a circle"),
    "no_creation_time": (kinds.UNUSABLE, "no creation time could be read"),
    "created_after_as_of": (kinds.AFTER_OUR_DATA, "created after the moment that our figures are of"),
}
"""Records of an export that are in no fact; the merged ones beside."""

STEP_OF_AMOUNT = {"won_amount": "is_won"}
"""Amounts that only records at a step have."""


def reason_of_unknown(row: TheirRow, setting: Setting) -> Reason:
    """The reason for a record that no export holds."""
    created = row.created.at if row.created else None
    if created and created > setting.data.as_of_at:
        return kinds.AFTER_OUR_DATA, f"created {created} UTC, our data ends {setting.data.as_of_at} UTC"
    return kinds.NOT_IN_OUR_EXPORT, "in no export that was loaded"


def reason_of_left_out(record: dict[str, Any]) -> Reason:
    """The reason for a record that is in an export, but in no fact.

    Args:
        record: its row of meta_lineage.
    """
    if record["fate"] == "merged":
        return kinds.MERGED, f"merged into {record['survivor_key']}"
    return FATES.get(record["fate"], (kinds.UNUSABLE, record["fate"]))


def reason_of_published(row: TheirRow, fact: dict[str, Any], record: dict[str, Any], setting: Setting) -> Reason:
    """The reason for a record that has a fact row which the metric does not count in the period.

    Args:
        record: its row of meta_lineage.
    """
    if fact[IS_ROW]:
        return _outside(row, fact, record, setting)
    column = _failed(fact, setting)
    if fact.get("is_test"):
        return kinds.TEST, "test record"
    if fact.get("is_duplicate"):
        return kinds.DUPLICATE, f"duplicate of {fact['duplicate_of_lead_key']}"
    if fact.get("is_never_real") and column == "is_counted":
        return kinds.NEVER_REAL, "lost because it never was a real deal"
    if column == setting.question.amount:
        return _without_amount(fact, setting)
    return _not_at_step(row, fact, column, setting)


def _failed(fact: dict[str, Any], setting: Setting) -> str:
    """The first column that keeps a row out of the metric."""
    asked = setting.question.metric
    lacks = asked.measure_type in ("complement", "count_without")
    wanted = [*asked.eligibility]
    if asked.denominator_column and asked.measure_type != "sum":
        wanted.append(asked.denominator_column)
    if asked.numerator_column and (setting.question.part == HITS or asked.measure_type in ("count", "sum")):
        step = STEP_OF_AMOUNT.get(asked.numerator_column)
        wanted += [*([step] if step else []), *([] if lacks else [asked.numerator_column])]
    failed = [column for column in wanted if fact.get(column) in (None, False)]
    return next(iter(failed), str(asked.numerator_column))


def _without_amount(fact: dict[str, Any], setting: Setting) -> Reason:
    if fact["amount_original"] is not None and fact["currency"] != setting.data.currency:
        return kinds.RATE_MISSING, f"no rate for {fact['currency']} on the day of {fact['close_date']}"
    return kinds.DEFINITION, "it has no amount, so that it adds nothing to the sum"


def _not_at_step(row: TheirRow, fact: dict[str, Any], column: str, setting: Setting) -> Reason:
    ours = fact[setting.question.label]
    since = setting.since_their_report(fact)
    if since:
        return kinds.CHANGED, since
    if setting.has_labels and row.status:
        if not same_label(row, ours):
            return kinds.CHANGED, f'{setting.shown(row)} in their report, "{ours}" in our data'
        if "stage" in fact and column in setting.stages and fact["stage"] not in setting.stages[column]:
            return kinds.FILTER, f'their report lists it although it is "{ours}" there too'
        return kinds.DEFINITION, f'"{ours}" on both sides; by our definition it is {_standing(fact, column)}'
    if row.modified and row.modified.at and row.modified.at > setting.data.as_of_at:
        return kinds.CHANGED, f"edited {row.modified.at} UTC, our data ends {setting.data.as_of_at} UTC"
    return kinds.ONLY_THEIRS, f'"{ours}" and {_standing(fact, column)} in our data; their report does not show it'


def _standing(fact: dict[str, Any], column: str) -> str:
    words = column.removeprefix("is_").removeprefix("has_").removeprefix("reached_").replace("_", " ")
    return words if fact.get(column) else f"not {words}"


def _outside(row: TheirRow, fact: dict[str, Any], record: dict[str, Any], setting: Setting) -> Reason:
    """The metric counts it, but not in this period."""
    question = setting.question
    shown = row.close_date if question.is_by_closing else row.created.day if row.created else None
    if shown and not question.covers(shown):
        return kinds.FILTER, f"{shown} in their report as well, outside the period"
    if question.is_by_closing:
        return _closed_otherwise(row, fact, setting)
    return _created_otherwise(row, fact, record, setting)


def _closed_otherwise(row: TheirRow, fact: dict[str, Any], setting: Setting) -> Reason:
    typed, closed = fact["close_date"], fact["closed_date"]
    if row.close_date and row.close_date != typed:
        return kinds.CHANGED, f"close date {row.close_date} in their report, {typed} in our data"
    if setting.question.covers(typed):
        return kinds.DEFINITION, f"the close date says {typed}, but it was set to closed on {closed}, which we count by"
    return kinds.ONLY_THEIRS, f"closed on {closed}, outside the period; their report shows no close date"


def _created_otherwise(row: TheirRow, fact: dict[str, Any], record: dict[str, Any], setting: Setting) -> Reason:
    ours, own_day = fact["created_date"], setting.own_day(fact, record)
    if own_day and setting.question.covers(own_day):
        return kinds.MERGED, f"created on {own_day}, but counts from {ours}, the day of the earliest merged into it"
    day = setting.their_day(fact["created_at"])
    if setting.question.covers(day) and (row.created is None or row.created.day == day):
        return kinds.TIME_ZONE, setting.both_days(fact)
    if row.created:
        return kinds.ONLY_THEIRS, f"created on {row.created.day} in their report, on {ours} in our data"
    return kinds.ONLY_THEIRS, f"created on {ours}, outside the period; their report shows no creation date"
