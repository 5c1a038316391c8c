"""Whether a load holds so much less than before that something must be wrong with the export.

Reads raw tables and the ledger within the load's transaction; writes nothing. Refuses a complete export that would
count more than SHRINK_LIMIT of an object's records as deleted.
"""

from __future__ import annotations

from loaders.errors import Refused
from loaders.gate.reading import Stamp
from loaders.landing.database import Landing
from loaders.landing.sql import all_equal, literal, quoted
from loaders.sources.declarations import Table

# A CRM loses a few records in a hundred between two exports. A fifth is a clean-up that somebody knows of, or an
# export with a filter on, of the wrong organisation, or broken off.
SHRINK_LIMIT = 0.20
# Below this share of the load before, a plain export is worth a word: many are of the last days only, so no error.
FAR_FEWER = 0.5
TRUE = ("true", "1", "yes")


def check_not_shrunk(landing: Landing, stamp: Stamp, tables: list[Table]) -> None:
    """Stop a complete export that lacks too many of the records known before.

    Args:
        tables: those that the load has landed something or nothing of.

    Raises:
        Refused: see the module; it names every object that shrank.
    """
    shrunk = []
    for table in tables:
        before, absent = _absent(landing, stamp, table) if table.key else _fewer(landing, stamp, table)
        if absent > SHRINK_LIMIT * before:
            shrunk.append(f"{table.object} had {before:,} records, of which {before - absent:,} are left")
    if shrunk:
        raise Refused(
            "",
            f"A complete export says that absent records were deleted, but too many are absent: {'; '.join(shrunk)} "
            f"(limit: {SHRINK_LIMIT:.0%} fewer)",
            "Look for a filter in the export; if they were deleted, add --accept-shrink.",
        )


def far_fewer(landing: Landing, system: str, load_id: str, records: dict[str, int]) -> list[str]:
    """Notices of objects of which a plain load holds far fewer records than the load before.

    Args:
        records: per object, those in the files of this load.
    """
    query = f"""
        select object_name, last(records order by position) from (
            select files.object_name, sum(files.records)::bigint as records, min(loads.rowid) as position
            from landing.ledger.files
            inner join landing.ledger.loads on files.load_id = loads.load_id
            where {all_equal(source_system=system).replace('"source_system"', "files.source_system")}
                and not coalesce(loads.is_retry, false) and files.load_id <> {literal(load_id)}
            group by files.object_name, files.load_id
        ) as counted
        group by object_name
        order by object_name
    """
    return [
        f"{name}: {records[name]:,} records, the load before had {before:,}. If this is no partial export, look at it."
        for name, before in landing.connection.execute(query).fetchall()
        if name in records and records[name] < FAR_FEWER * before
    ]


def _absent(landing: Landing, stamp: Stamp, table: Table) -> tuple[int, int]:
    """Records alive before, and how many of them are not in this load."""
    known = landing.earlier_columns(table)
    key = f"left({quoted(table.key)}, {table.key_length})" if table.key_length else quoted(table.key)
    is_deleted = "false"
    if table.deleted and table.deleted.lower() in known:
        is_deleted = f"lower(trim({quoted(table.deleted)})) in ({', '.join(map(literal, TRUE))})"
    query = f"""
        with before as (
            select {key} as id
            from {landing.earlier(table)}
            where {_alive(landing, stamp, table)}
            group by id
            having not coalesce(arg_max({is_deleted}, (_loaded_at, _load_id, _source_row)), false)
        )
        select count(*), count(*) filter (where id not in (
            select {key} from landing.{quoted(table.schema)}.{quoted(table.name)}
            where {all_equal(_load_id=stamp.load_id, _source_system=stamp.system)} and {quoted(table.key)} is not null
        ))
        from before
        where id is not null
    """
    before, absent = landing.connection.execute(query).fetchall()[0]
    return before, absent


def _alive(landing: Landing, stamp: Stamp, table: Table) -> str:
    """A condition: rows of earlier loads, from the last complete one on, which told what had been deleted till then."""
    query = f"""
        select max(loads.loaded_at)
        from landing.ledger.loads
        inner join landing.ledger.files on files.load_id = loads.load_id
        where loads.is_complete and loads.load_id <> {literal(stamp.load_id)}
            and files.source_system = {literal(stamp.system)} and files.object_name = {literal(table.object)}
    """
    ((completed_at,),) = landing.connection.execute(query).fetchall()
    since = f" and _loaded_at >= {literal(completed_at)}" if completed_at else ""
    return f"_source_system = {literal(stamp.system)} and _load_id <> {literal(stamp.load_id)}{since}"


def _fewer(landing: Landing, stamp: Stamp, table: Table) -> tuple[int, int]:
    """For records without an id: how many the load before landed, and how many fewer this one does."""
    place = all_equal(source_system=stamp.system, object_name=table.object)
    query = f"""
        select load_id = {literal(stamp.load_id)}, sum(landed)::bigint, max(rowid)
        from landing.ledger.files where {place}
        group by load_id
        order by 1, 3 desc
    """
    counts = landing.connection.execute(query).fetchall()
    before = next((landed for is_now, landed, _ in counts if not is_now), 0)
    now = next((landed for is_now, landed, _ in counts if is_now), 0)
    return before, max(before - now, 0)
