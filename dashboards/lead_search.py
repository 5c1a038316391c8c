"""What the page Leads asks: which leads a text and filters find, how urgent each is, where the CRM shows a record.

Reads dim_lead_contacts, fct_leads, meta_lineage and the definitions. Grain: one row per lead record, counted or not.
Writes nothing. The text searched for is bound, never part of the SQL, a link or a log: it may name a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import polars as pl

from dashboards import due
from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, labelled

MOST_FOUND = 200
"""Leads put on the screen."""

ANY_STATE = ""
"""The state asked for where every one is."""

PHONE_SIGNS = " +-()/."
"""What stands in phone numbers beside digits; search_text has none of it in them."""

ANY_RECORD = "any"
"""The kind of record whose address in crm_addresses shows every kind."""

LOCAL = "timezone($zone, timezone('UTC', {}))"
"""How a time is told in the reporting zone."""

TODAY = f"cast({LOCAL.format('f.due_at')} as date) = cast({LOCAL.format('s.as_of_at')} as date)"
"""Whether something is due on the day of the data."""

LISTED = f"""
    with kept as {{materialized}} (
        select f.rowid as number, f.lead_key, f.created_at, {due.RANK} as rank, {due.UNTIL} as until_us,
            {due.IS_DAY} as is_day
        from {{relation}} where {{clauses}}
    ),

    found as (
        select number, rank, until_us, is_day, (select count(*) from kept where {{among}}) as found
        from kept where {{among}} order by {{ordered}} limit {{most}}
    ),

    placed as (
        select f.*, {due.STATE} as due_state, {due.DUE_AT} as due_at, found.is_day, found.found,
            row_number() over (order by {{ordered}}) as place
        from found inner join fct_leads as f on f.rowid = found.number
    )

    select
        f.lead_key, f.source_system, f.lead_id, f.company, concat_ws(' ', k.first_name, k.last_name) as person,
        k.email, k.phone, f.status, f.owner_key as owner, f.source_category, f.leakage_class,
        case when f.is_counted then 'counts' when f.is_duplicate then 'duplicate' else 'test' end as counts_as,
        {LOCAL.format("f.created_at")} as created_at, f.due_state, {LOCAL.format("f.due_at")} as due_at, f.is_day,
        {due.minutes_over("f.due_at", "f.is_day", "s.as_of_at")} as minutes_over,
        f.is_day and {TODAY} as is_today, f.temperature, coalesce(u.owner_type, '') as owner_type, f.found
    from placed as f
    left join dim_lead_contacts as k on k.lead_key = f.lead_key
    left join meta_sources as s on s.source_system = f.source_system
    left join dim_users as u on u.user_key = f.owner_key
    order by f.place
"""


def found_leads(path: Path, text: str, where: Filters, state: str = ANY_STATE, order: str = "newest") -> pl.DataFrame:
    """Return the first leads whose company, name, e-mail, phone or id holds every word of a text.

    Args:
        state: only those of one state of `due.STATES`.
        order: of `due.ORDERS`.

    Returns:
        Up to `MOST_FOUND` rows: key, names and standing of a lead, times in the reporting zone, `due_state`, `due_at`
        and `minutes_over`: when its next step is due (`is_day`: no hour is known) and for how long it has been, and
        `found`, how many there are in all.
    """
    relation, clauses, bound = _holding(path, text, where)
    among = f"rank = {due.PLACE[state]}" if state else "true"
    # What a text finds is looked for once; without one the rows are read anew faster than they are kept.
    materialized = "materialized" if text.strip() else "not materialized"
    parts = {"materialized": materialized, "among": among, "ordered": due.ORDERS[order], "most": MOST_FOUND}
    sql = LISTED.format(relation=relation, clauses=" and ".join(clauses), **parts)
    return labelled(path, fetch(path, sql, bound), ("owner", "source_category", "leakage_class"), keeps_order=True)


def lead_states(path: Path, text: str, where: Filters) -> pl.DataFrame:
    """Return how many leads hold every word of a text: `due_state`, `leakage_class` with its label, `n`."""
    relation, clauses, bound = _holding(path, text, where)
    sql = f"""
        select {due.STATE} as due_state, leakage_class, n
        from (
            select {due.RANK} as rank, f.leakage_class, count(*) as n from {relation} where {" and ".join(clauses)}
            group by all
        )
        order by all
    """
    return labelled(path, fetch(path, sql, bound), ("leakage_class",))


def _holding(path: Path, text: str, where: Filters) -> tuple[str, list[str], dict[str, Any]]:
    """Return the leads that hold every word of a text: the relation, its conditions, and the values to bind."""
    names = catalogue_of(path)
    every_record = replace(names.metric("leads_created"), eligibility_column=None)
    clauses, bound = conditions(names, every_record, where)
    held = []
    for number, spellings in enumerate(words_of(text)):
        bound |= {f"word_{number}_{place}": spelling for place, spelling in enumerate(spellings)}
        either = (f"contains(search_text, lower($word_{number}_{place}))" for place in range(len(spellings)))
        held.append(f"({' or '.join(either)})")
    if held:
        clauses.append(f"f.lead_key in (select lead_key from dim_lead_contacts where {' and '.join(held)})")
    return names.relation(every_record.fact, clauses), clauses, bound


def words_of(text: str) -> list[tuple[str, ...]]:
    """Return what must all be in the search text of a lead: per word the spellings of which one must be.

    A word of digits and signs may be part of a phone number, which is kept without its signs; so may the whole text.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    words = [cleaned] if _digits(cleaned) else cleaned.split()
    return [tuple(dict.fromkeys(each for each in _spellings(word) if each)) for word in words]


def _spellings(word: str) -> tuple[str, ...]:
    """Return how a word may be written: as it is, as digits alone, with ss for the German sharp s and the reverse."""
    lower = word.lower()
    sharp = (lower.replace("ss", "ß"), lower.replace("ß", "ss")) if "ss" in lower or "ß" in lower else ()
    return (word, _digits(word), *sharp)


def _digits(word: str) -> str:
    """Return the digits of a word that consists of what phone numbers do; empty for any other."""
    kept = word.translate(str.maketrans("", "", PHONE_SIGNS))
    return kept if kept.isdecimal() else ""


def merged_records(path: Path, text: str) -> pl.DataFrame:
    """Return the leads that are in no fact and whose id is exactly a text: `record_key`, `fate`, `survivor_key`."""
    sql = """
        select record_key, fate, survivor_key from meta_lineage
        where entity = 'lead' and (record_id = $id or record_key = $id) and fate <> 'published' order by all
    """
    return fetch(path, sql, {"id": text.strip()})


def crm_addresses(path: Path) -> pl.DataFrame:
    """Return where each source system shows its records: `source_system`, `record_type`, `record_url`; maybe none."""
    return fetch(path, "select source_system, record_type, record_url from definitions.crm_addresses order by all", {})


def address_of(addresses: pl.DataFrame, record_key: str, record_type: str) -> str | None:
    """Return the address of a record in its own system; None where the company gave none.

    Args:
        record_key: `<source_system>:<id>`.
        record_type: `lead` or `opportunity`.
    """
    system, _, record_id = record_key.partition(":")
    given = {row["record_type"]: row["record_url"] for row in addresses.filter(source_system=system).to_dicts()}
    address = given.get(record_type) or given.get(ANY_RECORD)
    if address is None or not record_id or urlsplit(address).scheme not in ("http", "https"):
        return None
    return address.replace("{id}", quote(record_id, safe=""))


SEARCHES: dict[str, Callable[..., pl.DataFrame]] = {
    "found_leads": found_leads,
    "lead_states": lead_states,
    "merged_records": merged_records,
    "crm_addresses": crm_addresses,
}
"""The questions that find records, by name."""
