"""What the words of a status, a stage or a source mean: known to the definitions, certain from a synonym, or open.

Reads the definitions (a company's own where there are some); writes nothing. One Words per field that a value map
translates.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.proposals.blocks import Block
from loaders.proposals.facts import join
from loaders.proposals.names import squeezed
from loaders.proposals.suits import boolean_words, is_yes_or_no
from loaders.sources.declarations import Column

# Where a list's labels stand: file, column of the label, column of what it means.
LISTS = {
    "lead_status": (("lead_statuses", "status_raw", "status"), ("lead_statuses", "status", "status")),
    "lead_source": (("lead_sources", "lead_source_raw", "lead_source"), ("lead_sources", "lead_source", "lead_source")),
    "temperature": (("temperatures", "rating_raw", "temperature"), ("temperatures", "temperature", "temperature")),
    "disqualified_reason": (("lost_reason_labels", "reason_raw", "reason"), ("lost_reasons", "reason", "reason")),
    "lost_reason": (("lost_reason_labels", "reason_raw", "reason"), ("lost_reasons", "reason", "reason")),
    "opportunity_stage": (("opportunity_stage_labels", "stage_raw", "stage"), ("opportunity_stages", "stage", "stage")),
    "opportunity_type": (
        ("opportunity_types", "opportunity_type_raw", "opportunity_type"),
        ("opportunity_types", "opportunity_type", "opportunity_type"),
    ),
    "campaign_type": (("campaign_types", "campaign_type_raw", "campaign_type"),),
    "campaign_member_status": (("campaign_member_statuses", "status_raw", "status"),),
    "touch_type": (("touch_types", "touch_type_raw", "touch_type"), ("touch_types", "touch_type", "touch_type")),
    "touch_channel": (("source_categories", "source_category", "source_category"),),
    "activity_type": (("activity_rules", "activity_type", "activity_type"),),
    "activity_status": (("activity_statuses", "status_raw", "status_raw"),),
    "owner_type": (("user_types", "owner_type", "owner_type"),),
}  # fmt: skip
NOT_MEANT = ("unmapped", "no_reason_given")


@dataclass(frozen=True)
class Words:
    """The words of one field.

    Attributes:
        known: words that need no line, with their records.
        certain: word, what it means and its records.
        open: words that a person has to map, with their records.
        ours: what they can be mapped to.
    """

    field: str
    known: dict[str, int]
    certain: tuple[tuple[str, str | bool, int], ...]
    open: dict[str, int]
    ours: tuple[str, ...]


def words_of(block: Block, definitions: list[Path]) -> list[Words]:
    """The words of every field of a block that holds some.

    Args:
        definitions: folders, the first that has a file wins.
    """
    found = []
    for name in block.choices:
        column = block.table.column(name)
        facts = block.facts(name)
        whole = facts[0] if len(facts) == 1 else join(facts, block.choices[name].separator)
        if column.meta.get("maps_to"):
            found.append(_labels(column, whole.words_of(), definitions))
        elif column.type == "boolean" and not is_yes_or_no(whole):
            counts, meant = whole.words_of(), boolean_words(column, whole)
            certain = tuple((word, value, counts[word]) for word, value in meant.items())
            found.append(Words(name, {}, certain, {} if meant else counts, ("true", "false")))
    return [words for words in found if words.known or words.certain or words.open]


def _labels(column: Column, counts: dict[str, int], definitions: list[Path]) -> Words:
    label_list = str(column.meta["maps_to"])
    known = dict(_known(label_list, definitions))
    declared = {str(ours): words for ours, words in column.meta.get("words", {}).items()}
    ours = tuple(dict.fromkeys([*(v for v in known.values() if v not in NOT_MEANT), *declared]))
    alike = {squeezed(label): value for label, value in known.items()}
    alike |= {squeezed(word): value for value, words in declared.items() for word in (value, *words)}
    plain = {word: count for word, count in counts.items() if word.lower() in known or word in declared}
    certain = tuple(
        (word, alike[squeezed(word)], count)
        for word, count in counts.items()
        if word not in plain and squeezed(word) in alike
    )
    told = {word for word, _, _ in certain}
    unknown = {word: count for word, count in counts.items() if word not in plain and word not in told}
    return Words(column.name, plain, certain, unknown, ours)


def _known(label_list: str, definitions: list[Path]) -> Iterator[tuple[str, str]]:
    """Labels in lower case that need no value map, with what they mean; a raw label wins over our own name."""
    for file, label, value in reversed(LISTS.get(label_list, ())):
        path = next((path for folder in definitions if (path := folder / f"{file}.csv").is_file()), None)
        if path is None:
            continue
        with path.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                if row.get(label, "").strip() and row.get("source_system", "any") in ("any", "", None):
                    yield row[label].strip().lower(), row.get(value, "").strip()
