"""The lines that stand at the head of a mapping, and those of a block that differ from them.

Reads blocks; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from loaders.proposals.blocks import Block
from loaders.proposals.formats import (
    Setting,
    date_setting,
    dates_of,
    decimal_setting,
    empties_of,
    negative_ones,
    zone_setting,
)
from loaders.proposals.toml import quoted

Judge = Callable[[Iterable[Block]], Setting | None]


def settings_of(blocks: list[Block]) -> tuple[tuple[Setting, ...], dict[int, tuple[Setting, ...]]]:
    """The head's settings, and those of single blocks by the block's place."""
    head = [zone_setting(blocks)]
    own: dict[int, list[Setting]] = {}
    for judge in (date_setting, decimal_setting):
        setting, others = _agreed(judge, blocks)
        head += [setting] if setting else []
        for place, other in others.items():
            own.setdefault(place, []).append(other)
    empties = empties_of(blocks)
    if empties:
        counts = ", ".join(f"{quoted(text)} {count:,} times" for text, count in empties.items())
        head.append(Setting("empty", "\n".join(empties), counts))
    for place, block in enumerate(blocks):
        if negative := negative_ones(block):
            value = "\n".join([negative.value, *empties])
            own.setdefault(place, []).append(replace(negative, value=value))
    return tuple(head), {place: tuple(settings) for place, settings in own.items()}


def _agreed(judge: Judge, blocks: list[Block]) -> tuple[Setting | None, dict[int, Setting]]:
    """One setting for all blocks if none contradicts it, else one for each that has a say."""
    each = {place: setting for place, block in enumerate(blocks) if (setting := judge([block]))}
    told = {setting.value for setting in each.values() if not setting.is_open and setting.value != "ymd"}
    whole = judge(blocks)
    if len(told) <= 1 and not _has_conflict(judge, blocks):
        return whole, {}
    by_value: dict[str, list[int]] = {}
    for place, setting in each.items():
        by_value.setdefault(setting.value, []).append(place)
    commonest = max((value for value in by_value if value in told), key=lambda v: len(by_value[v]), default=None)
    if commonest is None:
        return whole, {}
    first = each[by_value[commonest][0]]
    said = replace(first, evidence=f"{blocks[by_value[commonest][0]].sheet.name}: {first.evidence}")
    return said, {place: setting for place, setting in each.items() if setting.value not in (commonest, "ymd")}


def _has_conflict(judge: Judge, blocks: list[Block]) -> bool:
    """Whether a single block contradicts itself; then it gets a line of its own."""
    if judge is date_setting:
        return any(dates_of([block]).day_first and dates_of([block]).month_first for block in blocks)
    return any((setting := judge([block])) and setting.is_open and "two styles" in setting.evidence for block in blocks)
