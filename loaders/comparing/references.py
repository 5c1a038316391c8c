"""Records whose ids are references that hold within one export only, as sObject trees have them.

Reads raw tables of an open transaction; writes nothing. In another export LeadRef1 is another lead, and with its true
id the same lead would be there twice; so such records stand alone in their raw table. Refuses anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.errors import Refused
from loaders.landing.sql import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from loaders.formats.text import TextFile
    from loaders.sources.declarations import Table

APART = (
    "Load records with their own ids (CSV, or JSON of a query), or the tree into a warehouse of its own (--warehouse)."
)
# Ids of the system have no such part at this length; what its own tool writes is LeadRef1.
REFERENCE = r"\w*Ref\d+"


def check_references(connection: duckdb.DuckDBPyConnection, text: TextFile, table: Table, load_id: str) -> None:
    """Refuse references beside other records, and other records beside references.

    Args:
        text: has been landed just now.
        load_id: of this load; the files of one load may be parts of one export.

    Raises:
        Refused: see the module.
    """
    raw, key = f"landing.{quoted(table.schema)}.{quoted(table.name)}", quoted(table.key)
    earlier = f"from {raw} where _load_id <> {literal(load_id)}"
    if not text.is_by_reference:
        is_reference = f"{key} like '%Ref%' and regexp_full_match({key}, {literal(REFERENCE)})"
        if table.key_prefix and connection.execute(f"select 1 {earlier} and {is_reference} limit 1").fetchone():
            raise Refused(text.name, f"{table.object} holds records whose ids are references of an sObject tree", APART)
        return
    if connection.execute(f"select 1 {earlier} limit 1").fetchone():
        raise Refused(
            text.name,
            f"its ids are references that hold within one export only, and {table.object} has records already",
            APART,
        )
    doubled = f"select 1 from {raw} where _load_id = {literal(load_id)} group by {key} having count(*) > 1 limit 1"
    if connection.execute(doubled).fetchone():
        raise Refused(
            text.name, "its ids are references, and two of the files given use the same ones for other records", APART
        )
