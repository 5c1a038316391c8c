"""The checks of a mapping: one TOML document becomes blocks, or the user learns what is wrong with which line.

Reads the document's content; writes nothing. Refuses whatever it does not know, naming the nearest thing that it does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable
from dataclasses import replace
from typing import Any, NoReturn

from leadhouse.warehouse.calendars import is_time_zone
from loaders.errors import Refused
from loaders.sources.declarations import Table, source
from loaders.sources.mapping import CORRECT, SPREADSHEET, Block, Field, Mapping
from loaders.sources.mapping_lines import MappingLines, Place
from loaders.sources.nearest import nearest
from loaders.sources.parts import Formats

DATE_ORDERS = ("dmy", "mdy", "ymd")
DECIMALS = (".", ",")
DELIMITERS = (",", ";", "\t", "|")
FORMAT_KEYS = ("time_zone", "date_order", "decimal", "empty", "delimiter")
BLOCK_KEYS = ("file", "sheet", "header_row", "fields", "constants", "values", "where", *FORMAT_KEYS)
# Stands in a proposed mapping where a person has to say what the files do not tell.
UNKNOWN = "?"
TO_CHOOSE = {
    "time_zone": 'the zone of times that carry none, such as "Europe/Berlin" or "UTC"',
    "date_order": '"dmy" if 03/04/2026 is 3 April, "mdy" if it is 4 March',
    "decimal": '"," if 1.234 is more than a thousand, "." if it is one and a bit',
}
SYSTEM = re.compile(r"[a-z][a-z0-9_]*")


class Checker:
    """Turns one TOML document into a Mapping, or says what is wrong with it."""

    def __init__(self, name: str, text: str, content: dict[str, Any]) -> None:
        self.name, self.lines, self.content = name, MappingLines(text), content
        self.place = Place()
        self.entities = {table.name: table for table in source(SPREADSHEET).tables}
        self.values: dict[tuple[str, str, str], str] = {}

    def mapping(self) -> Mapping:
        self.check_keys("the mapping", self.content, ("system", *FORMAT_KEYS, *self.entities))
        system = self.content.get("system")
        if not isinstance(system, str) or not SYSTEM.fullmatch(system):
            self.refuse('it needs system = "name_of_the_crm" (small letters, digits and _)', "system")
        blocks = [
            self.block(self.entities[name], entry, number)
            for name in self.entities
            if name in self.content
            for number, entry in enumerate(self.entries(name), start=1)
        ]
        if not blocks:
            self.refuse(f"it names no entity; begin one with a line such as [leads] (known: {self.known_entities()})")
        maps = tuple((*key, value) for key, value in self.values.items())
        return Mapping(self.name, system, tuple(blocks), maps)

    def entries(self, name: str) -> list[dict[str, Any]]:
        entries = self.content[name] if isinstance(self.content[name], list) else [self.content[name]]
        if not all(isinstance(entry, dict) for entry in entries):
            self.refuse(f"{name} is an entity: write [{name}] on a line of its own, its keys below", name)
        return entries

    def block(self, entity: Table, entry: dict[str, Any], number: int) -> Block:
        where, self.place = f"[{entity.name}]", Place(entity.name, number)
        self.check_keys(where, entry, BLOCK_KEYS)
        file = entry.get("file")
        if not isinstance(file, str) or not file:
            self.refuse(f'{where} needs file = "name.csv"', entity.name)
        header_row = entry.get("header_row", 1)
        if not isinstance(header_row, int) or header_row < 1:
            self.refuse(f"{where} header_row is the number of the header's line, from 1", "header_row")
        known = [column.name for column in entity.columns]
        fields = {
            name: self.field(f"{where} fields.{name}", name, value)
            for name, value in self.table(where, entry, "fields", known).items()
        }
        constants = {
            name: self.text(f"{where} constants.{name}", name, value)
            for name, value in self.table(where, entry, "constants", known).items()
        }
        self.check_filled(where, entity, fields, constants)
        self.collect_values(entity, entry, fields | constants)
        settings = {key: entry.get(key, self.content.get(key)) for key in FORMAT_KEYS}
        self.check_chosen(settings)
        return Block(
            entity,
            file,
            self.optional_text(where, entry, "sheet"),
            header_row,
            self.choice("delimiter", settings["delimiter"], DELIMITERS),
            fields,
            constants,
            {column: self.texts(f"{where} where.{column}", column, texts) for column, texts in self.where(entry)},
            tuple(sorted(self.texts(f"{where} empty", "empty", settings["empty"] or []))),
            self.formats(settings),
            self.digest(entry, settings),
        )

    def check_chosen(self, settings: dict[str, Any]) -> None:
        for key, wanted in TO_CHOOSE.items():
            if settings[key] == UNKNOWN:
                self.refuse(f'{key} is still "{UNKNOWN}", because the files do not tell: write {wanted}', key)

    def formats(self, settings: dict[str, Any]) -> Formats:
        zone = settings["time_zone"]
        if not isinstance(zone, str) or not is_time_zone(zone):
            self.refuse(
                'it needs time_zone = "Europe/Berlin" or the like: the zone of times that carry none', "time_zone"
            )
        order = self.choice("date_order", settings["date_order"], DATE_ORDERS)
        return Formats(zone, order, self.choice("decimal", settings["decimal"], DECIMALS))

    def digest(self, entry: dict[str, Any], settings: dict[str, Any]) -> str:
        """Of what is landed: the file's name and the value maps do not change it."""
        kept = {key: value for key, value in entry.items() if key not in ("file", "values")} | settings
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()

    def field(self, where: str, name: str, value: Any) -> Field:
        given = value if isinstance(value, dict) else {"columns": value}
        self.check_keys(where, given, ("columns", "separator"))
        columns = given.get("columns")
        columns = [columns] if isinstance(columns, str) else columns
        if not isinstance(columns, list) or not columns or not all(isinstance(column, str) for column in columns):
            self.refuse(f'{where} is a column\'s name, or several: ["First name", "Last name"]', name)
        return Field(tuple(columns), self.text(where, name, given.get("separator", " ")))

    def check_filled(self, where: str, entity: Table, fields: dict[str, Field], constants: dict[str, str]) -> None:
        both = sorted(fields.keys() & constants.keys())
        if both:
            self.refuse(f"{where} has {both[0]} both as a field and as a constant", both[0])
        missing = [column.name for column in entity.required if column.name not in fields | constants]
        if missing:
            self.refuse(f"{where} does not say which column is {' and which is '.join(missing)}", entity.name)

    def collect_values(self, entity: Table, entry: dict[str, Any], filled: Container[str]) -> None:
        """Add the block's value maps to those of its entity, which all its blocks share."""
        known = [column.name for column in entity.columns]
        for name, values in self.table(f"[{entity.name}]", entry, "values", known).items():
            if name not in filled:
                self.refuse(
                    f"[{entity.name}] gives values for {name}, but this block does not fill it; "
                    f"put them under the block that does, or fill {name} here",
                    name,
                    table="values",
                )
            place = f"[{entity.name}.values.{name}]"
            if not isinstance(values, dict):
                self.refuse(f'{place} has lines such as "Their word" = "our_word"', name, table="values")
            for raw, value in values.items():
                text = self.text(place, raw, value)
                if self.values.setdefault((entity.name, name, raw), text) != text:
                    self.refuse(f'{place} says two things of "{raw}"', raw, table="values")

    def where(self, entry: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        given = entry.get("where", {})
        if not isinstance(given, dict):
            self.refuse('where has lines such as Type = ["Call", "Meeting"]', "where")
        return given.items()

    def texts(self, where: str, name: str, value: Any) -> frozenset[str]:
        values = value if isinstance(value, list) else [value]
        return frozenset(self.text(where, name, text).strip() for text in values)

    def table(self, where: str, entry: dict[str, Any], key: str, known: list[str]) -> dict[str, Any]:
        given = entry.get(key, {})
        if not isinstance(given, dict):
            self.refuse(f"{where} {key} is a table: write [{where.strip('[]')}.{key}] on a line of its own", key)
        self.check_keys(f"{where} {key}", given, known, key)
        return given

    def text(self, where: str, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | int | float):
            return str(value)
        self.refuse(f"{where} is text in quotes", name)

    def optional_text(self, where: str, entry: dict[str, Any], key: str) -> str | None:
        return self.text(f"{where} {key}", key, entry[key]) if key in entry else None

    def choice(self, key: str, value: Any, known: tuple[str, ...]) -> str | None:
        if value is not None and value not in known:
            self.refuse(f"{key} is one of {', '.join(json.dumps(word) for word in known)}", key)
        return value

    def check_keys(self, where: str, given: dict[str, Any], known: Iterable[str], table: str = "") -> None:
        for key in given:
            if key not in (known := list(known)):
                near = nearest(key, known)
                self.refuse(
                    f'{where} has "{key}", which is not known here{near or "; known: " + ", ".join(known)}', key, table
                )

    def known_entities(self) -> str:
        return ", ".join(self.entities)

    def refuse(self, reason: str, word: str | None = None, table: str = "") -> NoReturn:
        """Stop, pointing to the first line of the block, and if possible of its table, that has the word as a key."""
        place = replace(self.place, table=table)
        raise Refused(self.name, reason, CORRECT, self.lines.find(place, word) if word else None)
