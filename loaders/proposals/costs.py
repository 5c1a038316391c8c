"""What is not known because a field or an entity was not found, the most costly first.

Reads blocks and the declarations; writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.proposals.blocks import Block
from loaders.proposals.vocabulary import entities, refers_to


@dataclass(frozen=True)
class Cost:
    """Something that was not found.

    Attributes:
        place: the entity, or entity.field.
        missing: what is not known without it.
        cost: 3 a page stays empty, 2 a figure, 1 a detail.
    """

    place: str
    missing: str
    cost: int


def costs_of(blocks: list[Block]) -> list[Cost]:
    """Entities that no file fills, and fields that no column of any of their files fills.

    What refers to an entity that no file fills is left out: the entity itself says what is missing.
    """
    costs, filled = [], {block.table.name for block in blocks}
    for table in entities():
        of_entity = [block for block in blocks if block.table is table]
        if not of_entity:
            costs.append(Cost(table.name, table.meta.get("missing", ""), table.meta.get("cost", 1)))
            continue
        for column in table.columns:
            target = refers_to(column)
            if target not in ("", "users") and target not in filled:
                continue
            if column.meta.get("missing") and not any(
                column.name in (*block.choices, *block.constants) for block in of_entity
            ):
                place = f"{table.name}.{column.name}"
                costs.append(Cost(place, column.meta["missing"], column.meta.get("cost", 1)))
    return sorted(costs, key=lambda cost: -cost.cost)
