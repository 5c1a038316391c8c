"""The kinds of differences: how each is called, what it means, and what to do about it.

Reads and writes nothing. One Kind per reason. Those that are not explained make up the residual.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One reason for which two sides differ.

    Attributes:
        name: for programs.
        label: its line in the statement.
        meaning: for a sales manager.
        advice: what to do; empty if nothing needs to be done.
    """

    name: str
    label: str
    meaning: str
    advice: str = ""
    is_explained: bool = True


REPEATED = Kind(
    "repeated_in_their_report",
    "The same record again in their report",
    "A report with campaigns, products or contact roles has one line for each of them. We count the record once.",
)
DUPLICATE = Kind(
    "duplicate",
    "Duplicates",
    "An earlier lead of the same person was still open when this one came. We count the person once, and what became "
    "of the later lead counts for the first.",
)
MERGED = Kind(
    "merged",
    "Merged records",
    "The record was merged into another one, which stands for both and counts from the earliest of their days.",
)
DELETED = Kind(
    "deleted",
    "Deleted records",
    "The CRM says that the record was deleted. Their report was made before, or shows deleted records.",
)
TEST = Kind("test_record", "Test records", "The definitions (test_leads.csv) tell it to be a test. It is not counted.")
NEVER_REAL = Kind(
    "never_real",
    "Deals that never were real",
    "The reason given for the loss is that it was a duplicate, entered in error or a test. It leaves the win rate.",
)
UNUSABLE = Kind(
    "unusable",
    "Records that cannot be placed",
    "The export holds the record, but not what is needed to count it, such as when it was created.",
    "Export the object again, with all its records and columns.",
)
TIME_ZONE = Kind(
    "time_zone",
    "Time zones",
    "Around midnight the same moment is on one day in their time zone and on another in ours.",
)
FILTER = Kind(
    "filter",
    "Filters",
    "One side is filtered to records that the other is not: by the period, or by another field of the record.",
    "Give both the same period and the same filters.",
)
DEFINITION = Kind(
    "definition",
    "Definitions",
    "Both sides know the record and agree on what it says, but count it by different rules.",
)
CURRENCY = Kind(
    "currency",
    "Currencies",
    "Their report adds up the amounts as entered, or converted at the CRM's rate; we convert at the rate of the close "
    "date in currency_rates.csv.",
)
RATE_MISSING = Kind(
    "rate_missing",
    "Amounts without a rate",
    "There is no rate for the currency on that day, so the amount is left out rather than guessed.",
    "Add the rate to currency_rates.csv, then: leadhouse build",
)
ROUNDING = Kind("rounding", "Rounding", "Their report shows the amount rounded.")
CHANGED = Kind(
    "changed",
    "Changed in between",
    "The record was edited between their report and our data: the two sides show different values of it.",
    "Export both at the same moment, then: leadhouse load, leadhouse build",
)
AFTER_OUR_DATA = Kind(
    "after_our_data",
    "Newer than our data",
    "The record was created after the export that our figures were made from.",
    "Load a newer export, then: leadhouse build",
)
NOT_IN_OUR_EXPORT = Kind(
    "missing_in_our_export",
    "Missing in our export",
    "No export that was loaded holds the record, although it was there when the export was made.",
    "Export all records of the object, with the right to see them, then: leadhouse load, leadhouse build",
)
AFTER_THEIR_REPORT = Kind(
    "missing_in_their_report",
    "Missing in their report, which is older",
    "The record was created, or reached the step that is counted, after their report was made.",
    "Make the report again.",
)
UNREADABLE = Kind(
    "unreadable_line",
    "Lines of their report without a usable id",
    "The line has no id, or one that was damaged on its way, such as by a spreadsheet program.",
    "Export the report again and do not open it in a spreadsheet program before.",
    is_explained=False,
)
ONLY_THEIRS = Kind(
    "unexplained_in_their_report",
    "Only in their report, no reason found",
    "Both sides know the record; nothing in their report or in our data says why only they count it.",
    "Add the columns status or stage and the date to their report, then compare again; or look at one record: "
    "leadhouse explain KEY",
    is_explained=False,
)
ONLY_OURS = Kind(
    "unexplained_in_our_data",
    "Only in our data, no reason found",
    "We count the record, and nothing says why their report lacks it: a filter, or no right to see it, are usual.",
    "Compare the filters of their report (say them with --where FIELD=VALUE), and who ran it with which rights.",
    is_explained=False,
)
AMOUNT = Kind(
    "unexplained_amount",
    "Amounts that differ, no reason found",
    "Both sides count the record, but with different amounts, and nothing says that it was edited or converted.",
    "Look at the record in the CRM, and say when the report was made: --report-time",
    is_explained=False,
)

# In the order of the statement.
KINDS = (
    REPEATED, DUPLICATE, MERGED, DELETED, TEST, NEVER_REAL, UNUSABLE, TIME_ZONE, FILTER, DEFINITION, CURRENCY,
    RATE_MISSING, ROUNDING, CHANGED, AFTER_OUR_DATA, NOT_IN_OUR_EXPORT, AFTER_THEIR_REPORT, UNREADABLE, ONLY_THEIRS,
    ONLY_OURS, AMOUNT,
)  # fmt: skip
