"""A proposal as TOML: the mapping that `leadhouse load spreadsheet --mapping` reads, each line with its evidence.

Reads a proposal; writes nothing. Words of lists (statuses, stages, sources) are written; no other value of a record is.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.proposals import Proposal
from loaders.proposals.blocks import HALF, Block, Choice
from loaders.proposals.formats import Setting
from loaders.proposals.toml import comment, listed, pattern, quoted, records
from loaders.proposals.vocabulary import LIKELY, fit
from loaders.proposals.words import Words

WIDTH = 42


def as_toml(proposal: Proposal) -> str:
    """The mapping, ready to be completed and loaded."""
    lines = [
        "# Proposed by `leadhouse map`. Every line says why it stands there; correct what is wrong.",
        *_to_do(proposal),
        "",
        _line("system", quoted(proposal.system), "your name for this CRM; every record carries it"),
        *map(_setting, proposal.settings),
    ]
    several = {table for table in _tables(proposal) if _tables(proposal).count(table) > 1}
    for place, block in enumerate(proposal.blocks):
        name = block.table.name
        lines += ["", *map(_note, block.notes), f"[[{name}]]" if name in several else f"[{name}]"]
        lines += _file(block, proposal.own_settings.get(place, ()))
        lines += [f"[{name}.fields]", *_fields(block), *_unused(block)]
        lines += _constants(block)
        for words in proposal.words.get(place, []):
            lines += _values(name, words)
    return "\n".join(lines) + "\n"


def _to_do(proposal: Proposal) -> Iterator[str]:
    if proposal.open_settings:
        yield f'# To be filled in, where it says "?": {", ".join(proposal.open_settings)}.'
    if proposal.not_found:
        yield f"# Required and not found: {', '.join(map(comment, proposal.not_found))}."


def _tables(proposal: Proposal) -> list[str]:
    return [block.table.name for block in proposal.blocks]


def _line(key: str, value: str, why: str = "") -> str:
    text = f"{key} = {value}"
    return f"{text:<{WIDTH}} # {comment(why)}" if why else text


def _note(text: str) -> str:
    return f"# {comment(text)}"


def _setting(setting: Setting) -> str:
    texts = setting.value.split("\n")
    return _line(setting.key, listed(texts) if setting.key == "empty" else quoted(texts[0]), setting.evidence)


def _file(block: Block, own: tuple[Setting, ...]) -> Iterator[str]:
    sheet, view = block.sheet, block.sheet.view
    seen = f"the first {sheet.records:,} records were looked at" if sheet.is_partial else records(sheet.records)
    yield _line("file", quoted(pattern(sheet.file)), seen)
    if view.sheet is not None:
        yield _line("sheet", quoted(view.sheet))
    if view.header_row > 1:
        yield _line("header_row", str(view.header_row), "other lines stand above the header")
    if sheet.delimiter != "," and sheet.file.lower().endswith((".csv", ".tsv", ".txt")):
        yield _line("delimiter", quoted(sheet.delimiter))
    yield from map(_setting, own)


def _fields(block: Block) -> Iterator[str]:
    """One line per field, in the order of the declarations; a required one that was not found is commented out."""
    for column in block.table.columns:
        choice = block.choices.get(column.name)
        if choice:
            yield _line(column.name, columns_of(choice), _why(block, column.name, choice))
        elif column.is_required:
            hint = block.hints.get(column.name) or f'"..."  # required: {_missing_hint(block, column.type)}'
            yield f"# {column.name} = {hint}"


def _missing_hint(block: Block, kind: str) -> str:
    if kind == "timestamp":
        return f"no column is its time; name one, or write one day for all under [{block.table.name}.constants]"
    return "no column was found; name one"


def columns_of(choice: Choice) -> str:
    """The right-hand side of a field's line."""
    if len(choice.columns) == 1:
        return quoted(choice.columns[0])
    if choice.separator == " ":
        return listed(choice.columns)
    return f"{{ columns = {listed(choice.columns)}, separator = {quoted(choice.separator)} }}"


def _why(block: Block, field: str, choice: Choice) -> str:
    """The evidence, and other columns that could be meant where it is weak."""
    facts = block.facts(field)[0]
    filled = "" if facts.filled == block.sheet.records else f"{facts.filled:,} of {block.sheet.records:,} filled"
    unread = _unread(block, field)
    others = [
        quoted(header)
        for header, column in block.sheet.columns.items()
        if choice.sure < LIKELY and header not in choice.columns and fit(column.name, block.table.name, field) >= HALF
    ]
    same = f'header "{choice.columns[0]}"'
    evidence = "" if choice.evidence == same and choice.sure >= LIKELY else choice.evidence
    return "; ".join(filter(None, [evidence, filled, unread, others and f"or is it {', '.join(others)}?"]))  # type: ignore[list-item]


def _unread(block: Block, field: str) -> str:
    """Values in a form that will not be understood."""
    facts, kind = block.facts(field)[0], block.table.column(field).type
    if kind in ("timestamp", "date"):
        dates = facts.dates
        bad = dates.filled - dates.dates
    elif kind == "number":
        bad = round(facts.numbers.filled * (1 - facts.numbers.share))
    else:
        return ""
    form = f", such as {facts.numbers.marked_form}" if kind == "number" and facts.numbers.marked_form else ""
    return f"{bad:,} cannot be read{form} and will be empty, and counted" if bad else ""


def _unused(block: Block) -> Iterator[str]:
    used = {column for choice in block.choices.values() for column in choice.columns}
    unused = [header for header in block.sheet.columns if header not in used]
    empty = [header for header in unused if not block.sheet.columns[header].filled]
    rest = [header for header in unused if header not in empty]
    if rest:
        yield _note(f"Not mapped: {', '.join(map(quoted, rest))}.")
    if empty:
        yield _note(f"Empty: {', '.join(map(quoted, empty))}.")


def _constants(block: Block) -> Iterator[str]:
    if block.constants:
        yield f"[{block.table.name}.constants]"
    for name, (value, why) in block.constants.items():
        yield _line(name, quoted(value), why)


def _values(entity: str, words: Words) -> Iterator[str]:
    """The value map of a field; a word that nobody knows stands commented out with its records."""
    if not words.certain and not words.open:
        return
    yield f"[{entity}.values.{words.field}]"
    if words.known:
        yield _note(f"Known already: {', '.join(map(quoted, words.known))}.")
    for word, meant, count in words.certain:
        value = str(meant).lower() if isinstance(meant, bool) else quoted(meant)
        yield _line(quoted(word), value, records(count))
    if words.open:
        yield _note(f"One of: {', '.join(words.ours)}.")
    for word, count in words.open.items():
        yield f'# {quoted(word)} = "..."  # {records(count)}'
