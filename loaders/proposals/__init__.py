"""A mapping proposed from the files themselves: what is what, how sure that is, what is left for a person to say.

`propose` is the one way in. It reads the files as a load would and writes nothing but copies into a temporary folder.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from leadhouse.warehouse.layout import PROJECT_ROOT
from loaders.errors import Refused
from loaders.formats.files import discover
from loaders.proposals.blocks import Block
from loaders.proposals.choosing import blocks_of
from loaders.proposals.costs import Cost, costs_of
from loaders.proposals.formats import Setting
from loaders.proposals.head import settings_of
from loaders.proposals.names import system_name
from loaders.proposals.sheets import LeftOut, open_all
from loaders.proposals.words import Words, words_of
from loaders.sources.mapping_checks import SYSTEM

NEXT = "Name each file after what it holds, such as leads.csv, or write the mapping by hand: docs/loading.md."


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping.

    Attributes:
        settings: lines of the head; own_settings: those of single blocks, by the block's place.
        words: what the words of each block mean, by the block's place.
        left_out: files that it does not name.
    """

    system: str
    settings: tuple[Setting, ...]
    blocks: tuple[Block, ...]
    own_settings: dict[int, tuple[Setting, ...]] = field(default_factory=dict)
    words: dict[int, list[Words]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    costs: tuple[Cost, ...] = ()

    @property
    def open_settings(self) -> list[str]:
        """Lines that a person has to fill in, such as time_zone."""
        every = [*self.settings, *(setting for own in self.own_settings.values() for setting in own)]
        return list(dict.fromkeys(setting.key for setting in every if setting.is_open))

    @property
    def not_found(self) -> list[str]:
        """Required fields that no column fills."""
        return [
            f"{block.table.name}.{column.name} ({block.sheet.name})"
            for block in self.blocks
            for column in block.not_found
        ]


def propose(paths: list[Path], system: str | None = None, definitions: Path | None = None) -> Proposal:
    """Propose a mapping for files.

    Args:
        paths: files, folders or zip archives.
        system: the CRM's name in the mapping; None makes one of the folder's or the file's.
        definitions: a company's own definitions, which may know more labels than those that come with Leadhouse.

    Raises:
        Refused: nothing can be read, or no file is an entity that a mapping knows.
    """
    if system is not None and not SYSTEM.fullmatch(system):
        raise Refused("", f'"{system}" is no name for a system', "Use small letters, digits and _, such as acme_crm.")
    with tempfile.TemporaryDirectory(prefix="leadhouse_map_") as folder:
        sheets, unreadable = open_all(discover(paths), Path(folder))
    blocks, unknown = blocks_of(sheets)
    left_out = (*unreadable, *unknown)
    if not blocks:
        said = "; ".join(f"{out.name}: {out.reason}" for out in left_out) or "there are no files"
        raise Refused("", f"No file is one that a mapping knows ({said})", NEXT)
    settings, own = settings_of(blocks)
    folders = [*([definitions] if definitions else []), PROJECT_ROOT / "seeds"]
    words = {place: words_of(block, folders) for place, block in enumerate(blocks)}
    return Proposal(system or _system(paths), settings, tuple(blocks), own, words, left_out, tuple(costs_of(blocks)))


def _system(paths: list[Path]) -> str:
    """The name of the folder that was given, else of the one file, else a placeholder that works."""
    first = paths[0].resolve()
    text = first.name if first.is_dir() else first.stem if len(paths) == 1 else first.parent.name
    return system_name(re.sub(r"\d{4,}", "", text)) or "crm"
