"""What a failed build tells its user.

Reads the outcome of dbt and, for failed tests, the failing rows that dbt stored in the working file. Writes nothing.
One message per failed test or model. Never shows a personal column, nor an e-mail address in any other: where a CRM's
files share nothing else, it is the key of their records.
"""

from __future__ import annotations

import re
from pathlib import Path

from leadhouse.warehouse.database import open_file
from leadhouse.warehouse.dbt_runner import DbtOutcome, NodeResult

MOST_ROWS = 5
MOST_COLUMNS = 8
MOST_ERROR_LINES = 4
HIDDEN = "(hidden: an e-mail address)"
ADDRESS = re.compile(r"[^\s\"'(),;=]*@[^\s\"'(),;=]+")
# Columns in which dbt's own tests return the values of the column that they test.
VALUE_COLUMNS = {"unique_field", "value_field", "from_field"}


def describe_failed_tests(outcome: DbtOutcome, work: Path) -> str:
    """Name each failed test, what it means, and the first of the rows that fail it."""
    failed = outcome.failed_tests()
    parts = [_describe_test(test, outcome.personal_columns, work) for test in failed]
    count = f"{len(failed)} test{'s' if len(failed) > 1 else ''} failed"
    return (
        "\n\n".join(parts)
        + f"\n\n{count}; nothing was published and readers keep the version they had. "
        + "All failing rows are in the working file, schema test_failures. "
        + "Correct the definitions or load a corrected export, then: leadhouse build"
    )


def _describe_test(test: NodeResult, personal: frozenset[str], work: Path) -> str:
    rows = f"{test.failures:,} row{'s' if test.failures != 1 else ''}"
    lines = [f"Test {test.name} failed on {test.table or 'the data'}: {rows}."]
    if test.description:
        lines.append(f"  {' '.join(test.description.split())}")
    if test.failing_rows:
        lines += [f"  {row}" for row in _first_rows(test, personal, work)]
    return "\n".join(lines)


def _first_rows(test: NodeResult, personal: frozenset[str], work: Path) -> list[str]:
    with open_file(work, read_only=True) as connection:
        relation = connection.sql(f"from {test.failing_rows}".replace('"work".', ""))
        columns = [column for column in relation.columns if not _is_hidden(column, test, personal)]
        chosen = _most_telling(columns, test.tested_column)
        if not chosen:
            return []
        names = ", ".join(f'"{column}"' for column in chosen)
        rows = relation.select(names).limit(MOST_ROWS).fetchall()
    return [", ".join(f"{column}={_shown(value)}" for column, value in zip(chosen, row, strict=True)) for row in rows]


def _shown(value: object) -> object:
    return HIDDEN if "@" in str(value) else value


def _is_hidden(column: str, test: NodeResult, personal: frozenset[str]) -> bool:
    tested_is_personal = (test.tested_column or "").lower() in personal
    return column.lower() in personal or (tested_is_personal and column in VALUE_COLUMNS)


def _most_telling(columns: list[str], tested: str | None) -> list[str]:
    """The tested column, then keys, then the rest, as many as fit a line; in the order of the table."""
    ranked = sorted(columns, key=lambda column: (column != tested, not column.endswith(("_key", "_id"))))
    return [column for column in columns if column in ranked[:MOST_COLUMNS]]


def describe_errors(outcome: DbtOutcome, logs: Path) -> str:
    """Name what could not be built and the first lines of the error."""
    parts = [
        f"{error.kind.capitalize()} {error.name} could not be built: {_first_lines(error.message)}"
        for error in outcome.errors()
    ]
    if outcome.error:
        parts.append(f"The models could not be run: {_first_lines(outcome.error)}")
    return "\n".join(parts) + f"\nNothing was published. The full log: {logs / 'dbt.log'}"


def _first_lines(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    without_header = [line for line in lines if not re.match(r"(Runtime|Compilation|Database) Error in ", line)]
    return ADDRESS.sub(HIDDEN, "\n  ".join((without_header or lines)[:MOST_ERROR_LINES]))
