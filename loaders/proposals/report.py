"""A proposal for a program.

Reads a proposal; writes nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from loaders.proposals import Proposal
from loaders.proposals.blocks import Block
from loaders.proposals.words import Words


def as_dict(proposal: Proposal, toml: str) -> dict[str, Any]:
    """The whole proposal, the mapping as text included.

    Args:
        toml: the mapping.
    """
    return {
        "system": proposal.system,
        "is_loadable": not proposal.not_found and not proposal.open_settings,
        "to_fill_in": proposal.open_settings,
        "required_not_found": proposal.not_found,
        "settings": [asdict(setting) for setting in proposal.settings],
        "blocks": [_block(block, proposal.words.get(place, [])) for place, block in enumerate(proposal.blocks)],
        "not_in_the_mapping": [asdict(out) for out in proposal.left_out],
        "missing": [asdict(cost) for cost in proposal.costs],
        "mapping": toml,
    }


def _block(block: Block, words: list[Words]) -> dict[str, Any]:
    sheet = block.sheet
    used = {column for choice in block.choices.values() for column in choice.columns}
    return {
        "entity": block.table.name,
        "file": sheet.file,
        "sheet": sheet.view.sheet,
        "header_row": sheet.view.header_row,
        "delimiter": sheet.delimiter,
        "records": sheet.records,
        "is_sample": sheet.is_partial,
        "fields": {
            name: {"columns": list(choice.columns), "evidence": choice.evidence, "sure": round(choice.sure, 2)}
            for name, choice in block.choices.items()
        },
        "words_to_map": {found.field: found.open for found in words if found.open},
        "not_mapped": [header for header in sheet.columns if header not in used],
        "notes": block.notes,
    }
