"""JSON becomes a CSV of texts: an array of records, the answer to a query, an sObject tree, JSON lines.

Reads JSON record by record; writes a CSV into a temporary folder. Values stay as they are written: true and false,
null is empty, members of an object become `Owner.Name`, a list stays JSON. What Salesforce says of a record beside
its fields (`attributes`) gives the object's name and, where there is no Id, the id. Refuses: a file without records or
with records of several objects; lists of child records that are incomplete.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from loaders.errors import Refused
from loaders.formats.json_decoding import Element, Number
from loaders.formats.json_document import incomplete
from loaders.formats.json_parsing import elements
from loaders.formats.numbered import Numbered, UnevenRecords
from loaders.gate.rejects import Reject

ATTRIBUTES = "attributes"
# What the system's own tool writes for an id in a tree: LeadRef1, and @LeadRef1 where another record means it.
REFERENCE = re.compile(r"@\w*Ref\d+")


def json_to_csv(
    name: str, source: Path, target: Path, limit: int | None = None, is_cut: bool = False, decimal: str = "."
) -> Numbered:
    """Write the records of a JSON file.

    Args:
        name: of the file, for messages.
        limit: records that are wanted; None is all.
        is_cut: the source is only the first part of the file, so that its end says nothing.
        decimal: how the fractions of its numbers are to be written.

    Raises:
        Refused: see the module.
    """
    records, rejects = UnevenRecords(name, target), []
    reader = _Records(name, decimal)
    for element in elements(name, source, is_cut):
        fields, rule = reader.fields(element)
        if fields is None:
            rejects.append(Reject(element.number, rule, element.raw_text))
        else:
            records.add(element.number, fields)
        if records.records == limit:
            break
    if not records.records:
        reason = "none of its records is a JSON object" if rejects else "it holds no records"
        raise Refused(name, reason, "Leave it out, or export it again.")
    header = records.close()
    if not header:
        raise Refused(name, "its records have no fields", "Leave it out, or export it again.")
    return Numbered(target, header, tuple(rejects), reader.object_name, tuple(reader.notices()), reader.references > 0)


class _Records:
    """Spreads records into fields, and remembers what they say of themselves."""

    def __init__(self, name: str, decimal: str) -> None:
        self.name, self.decimal = name, decimal
        self.object_name = ""
        self.references = 0
        self.children: Counter[str] = Counter()

    def fields(self, element: Element) -> tuple[dict[str, str] | None, str]:
        """A record's fields, or None and the rule that it breaks."""
        if element.record is None:
            return None, element.rule
        if "\\u0000" in element.raw_text:
            return None, "a NUL character"
        record = dict(element.record)
        own = record.pop(ATTRIBUTES) if _is_attributes(record.get(ATTRIBUTES)) else {}
        fields = self._identity(own, record)
        if not self._spread(fields, "", record):
            return None, "a field twice"
        if "\\ud" in element.raw_text.lower() and not _is_encodable(fields):
            return None, "half a character"
        return fields, ""

    def notices(self) -> list[str]:
        """What the user should know."""
        said = [
            f"{self.name}: {count:,} records of another object are kept as JSON in the column {field}; export that "
            "object by itself to have them as records."
            for field, count in self.children.items()
        ]
        if self.references:
            said.append(
                f"{self.name}: {self.references:,} records have no ids but references, which hold only within that "
                "one export."
            )
        return said

    def _identity(self, own: dict[str, Any], record: dict[str, Any]) -> dict[str, str]:
        """The id that the attributes give, where the record has none of its own."""
        kind = str(own.get("type", ""))
        if kind and self.object_name and kind != self.object_name:
            raise Refused(
                self.name,
                f"it holds records of {self.object_name} and of {kind}",
                "Write the records of each object to a file of their own.",
            )
        self.object_name = self.object_name or kind
        if any(key.lower() == "id" and value not in (None, "") for key, value in record.items()):
            return {}
        for key in [key for key in record if own and key.lower() == "id"]:
            del record[key]
        if own.get("url"):
            return {"Id": str(own["url"]).rstrip("/").rpartition("/")[2]}
        if own.get("referenceId"):
            self.references += 1
            for key, value in record.items():
                if isinstance(value, str) and REFERENCE.fullmatch(value):
                    record[key] = value[1:]
            return {"Id": str(own["referenceId"])}
        return {}

    def _spread(self, fields: dict[str, str], prefix: str, members: dict[str, Any]) -> bool:
        """Add an object's members; False if two get the same name."""
        for key, value in members.items():
            field = prefix + key
            if isinstance(value, dict) and isinstance(value.get("records"), list):
                self._check_children(field, value)
                value = value["records"]
            if isinstance(value, dict) and value:
                inner = {k: v for k, v in value.items() if not (k == ATTRIBUTES and _is_attributes(v))}
                if not self._spread(fields, f"{field}.", inner):
                    return False
                continue
            if field in fields:
                return False
            fields[field] = value.replace(".", self.decimal) if isinstance(value, Number) else _text(value)
        return True

    def _check_children(self, field: str, value: dict[str, Any]) -> None:
        why = incomplete(value)
        if why:
            raise Refused(
                self.name,
                f"its list {field} says itself that it is not all: {why}",
                "Export that object by itself, without the list.",
            )
        self.children[field] += len(value["records"])


def _is_attributes(value: Any) -> bool:
    return isinstance(value, dict) and "type" in value and value.keys() <= {"type", "url", "referenceId"}


def _is_encodable(fields: dict[str, str]) -> bool:
    try:
        "".join([*fields, *fields.values()]).encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: Any) -> str:
    """A value as it stands in a CSV."""
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    """A value as JSON, its numbers as they were written."""
    if isinstance(value, Number):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_as_json, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_as_json(v)}" for k, v in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
