"""Which column is a sheet's id, and which columns of other sheets point to it: told by the values.

Reads and completes blocks. An id is a column that every record has and no two share; the one that other files point to
wins over one that is only named like an id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl

from loaders.proposals.blocks import Block, Choice
from loaders.proposals.facts import Facts, join
from loaders.proposals.toml import quoted, records
from loaders.proposals.vocabulary import LIKELY, NAMED_ALIKE, POSSIBLE, SURE, fit, refers_to

ENOUGH = 0.9
SOME = 0.5
JOINED_KEY = " / "
# Fields that rarely change once a record exists, in the order in which they are tried as parts of an id.
STEADY = (
    "created_at", "happened_at", "name", "subject", "owner_id", "account_id", "contact_id", "lead_id", "created_by_id",
    "last_name", "first_name", "email", "due_date", "modified_at",
)  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A column, or several joined, that may be the id of a sheet's records.

    Attributes:
        pointing: columns of other sheets whose values are its values, with how many of their different values are.
    """

    columns: tuple[str, ...]
    facts: Facts
    pointing: tuple[tuple[Block, str, int, int], ...] = ()


def link(blocks: list[Block]) -> None:
    """Choose the ids, then what points to them; changes the blocks."""
    keys: dict[str, list[tuple[Block, Key]]] = {}
    for block in blocks:
        if block.table.key and (key := _choose_key(block, blocks)):
            keys.setdefault(block.table.name, []).append((block, key))
    for block in blocks:
        for column in block.table.columns:
            if target := refers_to(column):
                _point(block, column.name, keys.get(target, []))


def _choose_key(block: Block, blocks: list[Block]) -> Key | None:
    """The id of a block's records, written into the block; a hint instead where there is none."""
    name = block.table.key
    named = block.choices.get(name)
    known = [replace(key, pointing=_pointing(block, key, blocks)) for key in _candidates(block)]
    own = next((key for key in known if named and key.columns == named.columns), None)
    pointed = max((key for key in known if key.pointing), key=lambda key: sum(p[2] for p in key.pointing), default=None)
    if pointed and not (own and own.pointing):
        _take(block, pointed, _pointed_at(pointed) + (f'; nothing points to "{named.columns[0]}"' if named else ""))
        return pointed
    if own:
        _take(
            block,
            own,
            f"{own.facts.filled:,} records, all different" + (f"; {_pointed_at(own)}" if own.pointing else ""),
        )
        return own
    return _without_unique_column(block, named)


def _without_unique_column(block: Block, named: Choice | None) -> Key | None:
    if address := _address(block, named):
        _take(block, address, f"{_told_apart(address.facts)}{_not_unique(block, named)}; an address can change")
        return address
    if named:
        facts = block.sheet.columns[named.columns[0]]
        shared = facts.filled - facts.different.len()
        lacking = facts.values.len() - facts.filled
        said = [f"{records(shared)} with an id that came before: the last of each wins"] if shared else []
        said += [f"{records(lacking)} without one: rejected"] if lacking else []
        _take(block, Key(named.columns, facts), "; ".join(said))
        if said:
            block.notes.append(f'"{named.columns[0]}" as {block.table.key}: {"; ".join(said)}.')
        return Key(named.columns, facts)
    block.choices.pop(block.table.key, None)
    if block.table.column(block.table.key).is_required:
        block.hints[block.table.key] = _hint(block)
    return None


def _address(block: Block, named: Choice | None) -> Key | None:
    """E-mail addresses that every record has, if they tell more records apart than what is named like an id."""
    told = block.sheet.columns[named.columns[0]].different.len() if named else 0.9 * block.sheet.records
    for header, facts in block.sheet.columns.items():
        if facts.emails >= ENOUGH and facts.filled == block.sheet.records and facts.different.len() > told:
            return Key((header,), facts)
    return None


def _told_apart(facts: Facts) -> str:
    return f"{facts.different.len():,} different in {records(facts.filled)}"


def _not_unique(block: Block, named: Choice | None) -> str:
    if not named:
        return ""
    facts = block.sheet.columns[named.columns[0]]
    return f'; in "{named.columns[0]}" only {facts.different.len():,}'


def _hint(block: Block) -> str:
    """What to fill in for an id that is not there: columns that together tell the records apart."""
    parts = [block.choices[name].columns[0] for name in STEADY if name in block.choices]
    for size in (1, 2, 3, 4):
        for columns in combinations(parts, size):
            if join([block.sheet.columns[column] for column in columns], JOINED_KEY).is_unique:
                if size == 1:
                    return f"{quoted(columns[0])}  # no two records share it; use it if it never changes"
                listed = ", ".join(map(quoted, columns))
                return (
                    f"{{ columns = [{listed}], separator = {quoted(JOINED_KEY)} }}"
                    "  # no column is an id; these together are unique: use them if they never change"
                )
    return '"..."  # no column tells its records apart: export it again with the record\'s id'


def _candidates(block: Block) -> list[Key]:
    """Columns that nearly every record has and no two share; first and last name joined count as one."""
    sheet = block.sheet
    found = [Key((name,), facts) for name, facts in sheet.columns.items()]
    people = [block.choices[name].columns[0] for name in ("first_name", "last_name") if name in block.choices]
    if not people and block.table.name == "users":
        people = [
            header
            for name in ("first_name", "last_name")
            for header, facts in sheet.columns.items()
            if fit(facts.name, "contacts", name) >= SURE
        ]
    if len(people) == 2:
        found.append(Key(tuple(people), join([sheet.columns[name] for name in people])))
    return [key for key in found if _tells_apart(key.facts) and key.facts.dates.share < SOME]


def _tells_apart(facts: Facts) -> bool:
    return facts.filled == facts.different.len() and facts.filled >= max(2, ENOUGH * facts.values.len())


def _pointing(block: Block, key: Key, blocks: list[Block]) -> tuple[tuple[Block, str, int, int], ...]:
    """Columns of other sheets, named as if they pointed to this entity, whose values are the key's."""
    found = []
    for other in blocks:
        if other is block or other.table is block.table:
            continue
        for field in (column.name for column in other.table.columns if refers_to(column) == block.table.name):
            for header, facts in other.sheet.columns.items():
                if _may_point(facts, fit(facts.name, other.table.name, field)) and (hits := _hits(facts, key)):
                    found.append((other, header, hits, facts.different.len()))
    unique = {(id(entry[0]), entry[1]): entry for entry in found}
    return tuple(unique.values())


def _may_point(facts: Facts, sure: float) -> bool:
    """A few numbers are among the ids of many a file: a header that says little is believed only of texts."""
    return bool(facts.filled) and sure >= POSSIBLE and (sure >= LIKELY or facts.numbers.share < SOME)


def _hits(facts: Facts, key: Key) -> int:
    """How many different values are values of the key; 0 if too few are."""
    if not facts.filled:
        return 0
    hits = int(facts.different.is_in(key.facts.different.implode()).sum())
    return hits if hits >= SOME * facts.different.len() else 0


def _pointed_at(key: Key) -> str:
    other, header, hits, different = max(key.pointing, key=lambda pointing: pointing[2])
    return f'{hits:,} of {different:,} values of "{header}" in {other.sheet.name} are in it'


def _take(block: Block, key: Key, evidence: str) -> None:
    for name, choice in list(block.choices.items()):
        if choice.columns == key.columns and name != block.table.key and refers_to(block.table.column(name)):
            del block.choices[name]
    block.choices[block.table.key] = Choice(key.columns, evidence, SURE)


def _point(block: Block, field: str, targets: list[tuple[Block, Key]]) -> None:
    """The column of a field that refers to another entity: the one whose values are that entity's ids."""
    targets = [(other, key) for other, key in targets if other is not block or field != block.table.key]
    taken = {column for name, choice in block.choices.items() if name != field for column in choice.columns}
    best: tuple[int, float, Choice] | None = None
    for header, facts in block.sheet.columns.items():
        sure = fit(facts.name, block.table.name, field)
        if (header in taken and sure < NAMED_ALIKE) or not _may_point(facts, sure):
            continue
        for other, key in targets:
            if key.columns == (header,) and other is block:
                continue
            if hits := _hits(facts, key):
                listed = " + ".join(f'"{column}"' for column in key.columns)
                evidence = f"{hits:,} of {facts.different.len():,} values are in {listed} of {other.sheet.name}"
                offer = (hits, sure, Choice((header,), evidence, max(sure, LIKELY)))
                best = max(best, offer, key=lambda entry: entry[:2]) if best else offer
    if best:
        _free(block, field, best[2])
        block.choices[field] = best[2]
        return
    choice = block.choices.get(field)
    if choice and choice.sure < LIKELY:
        del block.choices[field]
    elif choice and targets and field not in ("created_by_id", "changed_by_id"):
        names = ", ".join(sorted({other.sheet.name for other, _ in targets}))
        ids = pl.concat([key.facts.different for _, key in targets])
        facts = block.sheet.columns[choice.columns[0]]
        found = int(facts.different.is_in(ids.implode()).sum())
        said = f"{found:,} of {facts.different.len():,} values are ids in {names}"
        block.choices[field] = replace(choice, evidence=said)
        block.notes.append(f'"{choice.columns[0]}" as {field}: {said}.')


def _free(block: Block, field: str, choice: Choice) -> None:
    """A column that points to another entity fills no other field that points to one."""
    for name, other in list(block.choices.items()):
        if (
            name != field
            and other.columns == choice.columns
            and refers_to(block.table.column(name))
            and other.sure < SURE
        ):
            del block.choices[name]
