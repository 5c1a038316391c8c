"""What follows once the columns of a block are known: a day from a time, a name from an id that is one, a yes or no.

Completes blocks; writes nothing.
"""

from __future__ import annotations

from loaders.proposals.blocks import Block, Choice
from loaders.proposals.names import squeezed, words
from loaders.proposals.suits import boolean_words, suits
from loaders.proposals.vocabulary import LIKELY, fit

NAMES = {"accounts": "account_name", "users": "user_name", "campaigns": "campaign_name"}
CODE = r"[0-9]"


def complete(block: Block) -> None:
    """Fill fields that another field's column fills as well; changes the block."""
    if "closed_at" in block.choices and "close_date" not in block.choices:
        closed = block.choices["closed_at"]
        block.choices["close_date"] = Choice(closed.columns, "the day of closed_at", LIKELY)
    _name(block)
    _type_of_file(block)
    _booleans(block)


def _name(block: Block) -> None:
    """An id without a digit, of several letters, is a name."""
    field, key = NAMES.get(block.table.name, ""), block.choices.get(block.table.key)
    if not field or field in block.choices or not key:
        return
    facts = block.facts(block.table.key)[0]
    if not facts.emails and int(facts.known.str.contains(CODE).sum()) < 0.2 * facts.filled:
        block.choices[field] = Choice(key.columns, "the id is a name", LIKELY)


def _type_of_file(block: Block) -> None:
    """Calls.csv holds calls."""
    if block.table.name != "activities" or "activity_type" in block.choices:
        return
    sheet = block.sheet
    given = set(words(sheet.view.sheet or "")) | set(words(sheet.file.rsplit(".", 1)[0]))
    for ours, theirs in block.table.column("activity_type").meta["words"].items():
        if given & {squeezed(word) for word in (ours, *theirs)}:
            block.constants["activity_type"] = (ours, "the file is named after it")
            return


def _booleans(block: Block) -> None:
    """A yes or no may stand in the words of a column that fills another field, such as Open, Won, Lost."""
    stage = block.choices.get("stage") or block.choices.get("status")
    for column in block.table.columns:
        if column.type != "boolean" or column.name in block.choices:
            continue
        for header, facts in block.sheet.columns.items():
            is_stage = stage and header in stage.columns
            if is_stage or fit(facts.name, block.table.name, column.name) < LIKELY or not suits(column, facts):
                continue
            if len(set(boolean_words(column, facts).values())) == 2 or facts.different.len() == 1:
                block.choices[column.name] = Choice((header,), f'header "{header}", by its words', LIKELY)
                break
