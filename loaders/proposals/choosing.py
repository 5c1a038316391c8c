"""Which of the possible blocks make up the proposal, so that no record counts twice.

Reads sheets; writes nothing. A sheet is left out if it is no entity, if it describes records that another file has, or
if its records are already in another file of the same entity.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from loaders.proposals.blocks import Block, recognise
from loaders.proposals.completing import complete
from loaders.proposals.links import link
from loaders.proposals.sheets import LeftOut, Sheet
from loaders.proposals.vocabulary import entities, refers_to

SAME = 0.9
OVERLAP = 0.5
# Histories of which one file can hold two: who had the lead, beside what became of it.
BESIDE = {"lead_statuses": "lead_owners"}


def blocks_of(sheets: Iterable[Sheet]) -> tuple[list[Block], list[LeftOut]]:
    """The blocks of the proposal, in the order of the entities, and the sheets that are none."""
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    for sheet in sheets:
        if not sheet.records:
            left_out.append(LeftOut(sheet.name, "it has no records"))
            continue
        possible = recognise(sheet)
        if not possible:
            left_out.append(LeftOut(sheet.name, "neither its name nor its columns are those of an entity"))
            continue
        blocks.append(possible[0])
        beside = BESIDE.get(possible[0].table.name)
        blocks += [block for block in possible[1:] if block.table.name == beside and not block.not_found]
    link(blocks)
    for block in blocks:
        complete(block)
    kept: list[Block] = []
    for table in entities():
        of_entity = sorted((block for block in blocks if block.table is table), key=_rank)
        for place, block in enumerate(of_entity):
            others = [other for other in of_entity if other in kept] + of_entity[place + 1 :]
            reason = next(filter(None, (_why_not(block, other, other in kept) for other in others)), None)
            if reason:
                left_out.append(LeftOut(block.sheet.name, reason))
            else:
                kept.append(block)
    return kept, left_out


def _rank(block: Block) -> tuple[bool, int, float]:
    """Complete blocks first, then those that say the most of a record."""
    return bool(block.not_found), -block.telling, -sum(choice.sure for choice in block.choices.values())


def _why_not(block: Block, other: Block, is_kept: bool) -> str | None:
    """Why a block must not stand beside another of the same entity.

    Args:
        is_kept: the other one stands for sure; if not, it matters only where it holds all that the block does.
    """
    entity, name = block.table.name, other.sheet.name
    if block.sheet.header == other.sheet.header:
        return None
    if is_kept and block.not_found and not other.not_found:
        lacking = ", ".join(column.name for column in block.not_found)
        return f"it looks like {entity} without {lacking}; {name} fills {entity}"
    if is_kept and other.telling and not block.telling:
        return f"it holds no more of {entity} than an id; {name} fills {entity}"
    if is_kept and _shares_ids(block, other):
        return f"it says more of the records of {name}, under the same ids: join the two files to use its columns"
    fields = _same_moments(block, other)
    if fields:
        return f"its records are in {name} already (same {', '.join(fields)}): loading both would count each one twice"
    return None


def _shares_ids(block: Block, other: Block) -> bool:
    key = block.table.key
    if not key or key not in block.choices or key not in other.choices:
        return False
    mine, theirs = (_values(b, key).drop_nulls().unique() for b in (block, other))
    return bool(mine.len()) and int(mine.is_in(theirs.implode()).sum()) >= OVERLAP * mine.len()


def _same_moments(block: Block, other: Block) -> list[str]:
    """The fields in which nearly every record of the one agrees with one of the other: what, who and when."""
    shared = [
        column.name
        for column in block.table.columns
        if column.name in block.choices and column.name in other.choices and column.name != block.table.key
        and (refers_to(column) or column.type == "timestamp")
    ]  # fmt: skip
    times = [name for name in shared if block.table.column(name).type == "timestamp"]
    if not times or len(shared) < 2:
        return []
    mine, theirs = (
        pl.DataFrame({name: _values(b, name) for name in shared}).drop_nulls(times).unique() for b in (block, other)
    )
    found = mine.join(theirs, on=shared, how="semi", nulls_equal=True).height
    return shared if mine.height and found >= SAME * mine.height else []


def _values(block: Block, field: str) -> pl.Series:
    choice = block.choices[field]
    columns = [block.sheet.columns[name].values for name in choice.columns]
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
    return frame.select(pl.concat_str(pl.all(), separator=choice.separator, ignore_nulls=True)).to_series()
