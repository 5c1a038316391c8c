"""How headers, files and values may call what we know, as models/staging/spreadsheet/_sources.yml declares it.

Reads the declarations; writes nothing. One Fields per entity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loaders.proposals.names import ID_WORDS, squeezed, words
from loaders.sources.declarations import Column, Table, source
from loaders.sources.mapping import SPREADSHEET

SURE, NAMED_ALIKE, LIKELY, POSSIBLE = 0.95, 0.9, 0.8, 0.39
# Words of a file's name that say nothing of what it holds.
NOISE = frozenset(
    map(
        squeezed,
        [
            "export",
            "data",
            "list",
            "all",
            "report",
            "file",
            "table",
            "sheet",
            "view",
            "current",
            "final",
            "new",
            "old",
            "csv",
            "crm",
            "liste",
            "daten",
            "tabelle",
            "blatt",
        ],
    )
)
# What became of a record is not the record.
HISTORY = frozenset(map(squeezed, ("history", "verlauf", "historique", "historial", "changes")))
# Words that a header may carry beyond a label without meaning something else.
FILLERS = frozenset(("date", "datum", "fecha", "time", "name", "associated", "record"))


@cache
def entities() -> tuple[Table, ...]:
    """All entities that a mapping can fill."""
    return source(SPREADSHEET).tables


def entity(name: str) -> Table:
    """The entity of that name."""
    return next(table for table in entities() if table.name == name)


@cache
def entity_words() -> frozenset[str]:
    """Every word by which an entity may be called."""
    return frozenset(word for table in entities() for word in entity_labels(table.name).all_words)


@dataclass(frozen=True)
class Labels:
    """The labels of something, each as its words."""

    labels: tuple[tuple[str, ...], ...]

    @property
    def all_words(self) -> frozenset[str]:
        return frozenset(word for label in self.labels for word in label)

    def rank(self, text: str) -> int | None:
        """The place of the label that the squeezed text is."""
        return next((place for place, label in enumerate(self.labels) if "".join(label) == text), None)

    def within(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The longest label whose words all are among the given ones."""
        found = (label for label in self.labels if set(label) <= set(given))
        return max(found, key=len, default=())


@cache
def entity_labels(name: str) -> Labels:
    """How files and sheets may call an entity."""
    table = entity(name)
    return Labels(tuple(dict.fromkeys(map(words, (*table.meta.get("labels", ()), name)))))


@cache
def field_labels(entity_name: str, field: str) -> Labels:
    """How headers may call a field; one that refers to an entity also by that entity's name."""
    column = entity(entity_name).column(field)
    own = tuple(map(words, column.meta.get("labels", ())))
    target = refers_to(column)
    # "Parent account" and "created by" are more than the entity to which they refer.
    plain = (target and field == entity(target).key) or field == "owner_id"
    return Labels(tuple(dict.fromkeys((*own, *(entity_labels(target).labels if target and plain else ())))))


def refers_to(column: Column) -> str:
    """The entity whose id a field holds; empty if it holds none."""
    return str(column.meta.get("refers_to", ""))


@cache
def fit(header: str, entity_name: str, field: str) -> float:
    """How surely a header means a field, 0..1, from the words alone."""
    table, given = entity(entity_name), words(header)
    own = entity_labels(entity_name)
    if field == table.key:
        return _fit_key(given, own)
    labels, column = field_labels(entity_name, field), table.column(field)
    extra = ID_WORDS | frozenset(("name",)) if refers_to(column) else frozenset()
    bare = tuple(word for word in given if word not in own.all_words)
    for best, tried in ((1.0, given), (0.97, bare), (0.96, _without(given, extra)), (0.94, _without(bare, extra))):
        rank = labels.rank("".join(tried)) if tried else None
        if rank is not None:
            if extra and rank >= len(column.meta.get("labels", ())) and not set(given) & ID_WORDS:
                return NAMED_ALIKE  # the name of what is referred to may be a field of its own: a lead's company
            return best - min(rank, 30) / 1000 + (0.02 if len(tried) < len(given) and set(given) & ID_WORDS else 0)
    if _compound(given, own, labels):
        return SURE
    if extra and _compound_id("".join(given), labels):
        return SURE
    return _fit_in_part(given, labels, own.all_words | extra | FILLERS | labels.all_words)


def _compound(given: tuple[str, ...], own: Labels, labels: Labels) -> bool:
    """`Dealwert`: the entity and a label, written as one."""
    text = "".join(given)
    starts = [name for name in map("".join, own.labels) if text.startswith(name)]
    return any(labels.rank(text[len(name) :]) is not None for name in starts)


def _fit_in_part(given: tuple[str, ...], labels: Labels, harmless: frozenset[str]) -> float:
    """A label somewhere in the header; what else stands there may mean something else."""
    label = labels.within(given)
    if not label:
        return 0.0
    rest = set(given) - set(label)
    if rest <= harmless:
        return LIKELY + 0.02 * len(label)
    return 0.3 + 0.3 * len(label) / len(given)


def _fit_key(given: tuple[str, ...], own: Labels) -> float:
    """A header that is the entity's id: `Lead No`, `Leadnummer`, `Id`, or the entity's name alone."""
    rest = set(given) - own.all_words
    if rest and rest <= ID_WORDS | {"record"}:
        return 1.0 if rest < set(given) else LIKELY + 0.1
    if not rest or own.rank("".join(given)) is not None:
        return 0.7
    return 0.95 if _compound_id("".join(given), own) else 0.0


def _compound_id(text: str, labels: Labels) -> bool:
    """`kundennummer`, `idcliente`: a name and a word for id, written as one."""
    names = {"".join(label) for label in labels.labels}
    return any(
        (text.endswith(word) and text[: -len(word)] in names) or (text.startswith(word) and text[len(word) :] in names)
        for word in ID_WORDS
    )


def _without(given: tuple[str, ...], extra: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in given if word not in extra)


def may_be_named(texts: tuple[str, ...], entity_name: str) -> bool:
    """Whether a file of that name can hold the entity: a history of deals holds no deals, one of calls holds calls."""
    given = {word for text in texts for word in words(text)}
    return not HISTORY & given or entity_name == "activities" or bool(HISTORY & entity_labels(entity_name).all_words)


def file_fit(texts: tuple[str, ...], entity_name: str) -> float:
    """How surely a file or a sheet is named after an entity: over 1 if the name ends with it."""
    best = 0.0
    for text in texts:
        given = tuple(word for word in words(text) if not word.isdigit() and word not in NOISE)
        for label in entity_labels(entity_name).labels:
            if given[-len(label) :] == label or "".join(given) == "".join(label):
                best = max(best, 1 + 0.1 * len(label))
            elif set(label) <= set(given):
                best = max(best, 0.5 + 0.05 * len(label))
    return best
