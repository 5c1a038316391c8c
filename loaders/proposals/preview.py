"""A proposal as lines for a person: what was found, what is left to do, what is not known without the rest.

Reads a proposal; writes nothing. Values appear as forms (`a…@…`, `9999-99-99`), the words of lists as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.proposals import Proposal
from loaders.proposals.blocks import Block, choose
from loaders.proposals.costs import Cost
from loaders.proposals.toml import records
from loaders.proposals.vocabulary import entity
from loaders.proposals.words import Words

WORDS_SHOWN = 6
HEADINGS = ("field", "column", "filled", "looks like")


def preview_lines(proposal: Proposal) -> list[str]:
    """All that is worth knowing before the mapping is completed."""
    lines: list[str] = []
    for place, block in enumerate(proposal.blocks):
        lines += [*_block(block, proposal.words.get(place, [])), ""]
    if proposal.left_out:
        lines += ["Not in the mapping:", *(f"  {out.name}: {out.reason}" for out in proposal.left_out), ""]
    lines += [*_costs(proposal.costs), *_hints(proposal)]
    return lines


def _block(block: Block, words: list[Words]) -> Iterator[str]:
    sheet = block.sheet
    first = "the first " if sheet.is_partial else ""
    yield f"{sheet.name} -> {block.table.name} ({first}{records(sheet.records)})"
    by_field = {found.field: found for found in words}
    rows = [HEADINGS]
    rows += [_row(block, column.name, by_field) for column in block.table.columns if column.name in block.choices]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield f"  {'  '.join(cells)}  {row[3]}".rstrip()
    for column in block.not_found:
        yield f"  {column.name}: NOT FOUND. {column.meta.get('missing', '')}"
    used = {column for choice in block.choices.values() for column in choice.columns}
    if unused := [header for header in sheet.columns if header not in used]:
        yield f"  not mapped: {', '.join(unused)}"


def _row(block: Block, field: str, words: dict[str, Words]) -> tuple[str, str, str, str]:
    choice, facts = block.choices[field], block.facts(field)[0]
    filled = "all" if facts.filled == block.sheet.records else f"{facts.filled:,}"
    return field, " + ".join(choice.columns), filled, _words(words[field]) if field in words else facts.form


def _words(words: Words) -> str:
    counts = words.known | {word: count for word, _, count in words.certain} | words.open
    shown = sorted(counts.items(), key=lambda item: -item[1])
    more = len(shown) - WORDS_SHOWN
    listed = ", ".join(word for word, _ in shown[:WORDS_SHOWN]) + (f" and {more} more" if more > 0 else "")
    open_words = len(words.open)
    return f"{listed} ({open_words} to be mapped)" if open_words else listed


def _costs(costs: tuple[Cost, ...]) -> Iterator[str]:
    if not costs:
        return
    yield "Not found, the most costly first:"
    width = max(len(cost.place) for cost in costs)
    for cost in costs:
        yield f"  {cost.place.ljust(width)}  {cost.missing}"
    yield ""


def _hints(proposal: Proposal) -> Iterator[str]:
    """What a person may want to know beyond what the lines say."""
    filled = {block.table.name for block in proposal.blocks}
    for block in proposal.blocks:
        if block.table.name == "contacts" and "leads" not in filled:
            more = choose(entity("leads"), block.sheet)
            added = [
                f'{name} = "{choice.columns[0]}"' for name, choice in more.items() if name in ("status", "company")
            ]
            yield (
                f"{block.sheet.name} holds contacts. If they are your leads, rename [contacts] to [leads] and "
                f"contact_id to lead_id in all blocks{', and add ' + ' and '.join(added) if added else ''}."
            )
            yield ""
            return
