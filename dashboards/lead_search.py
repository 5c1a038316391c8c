"""What the page Leads asks: which leads a text and filters find, and where the CRM shows a record.

Reads dim_lead_contacts, fct_leads, meta_lineage and the definitions. Grain: one row per lead record, counted or not.
Writes nothing. The text searched for is bound, never part of the SQL, a link or a log: it may name a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import polars as pl

from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, labelled

MOST_FOUND = 200
"""Leads put on the screen, the newest first."""

PHONE_SIGNS = " +-()/."
"""What stands in phone numbers beside digits; search_text has none of it in them."""

ANY_RECORD = "any"
"""The kind of record whose address in crm_addresses shows every kind."""

LISTED = """
    with kept as materialized (
        select f.rowid as number, f.lead_key, f.created_at from {relation} where {clauses}
    ),

    found as (
        select number, created_at, (select count(*) from kept) as found
        from kept order by created_at desc nulls last, lead_key limit {most}
    )
    select
        f.lead_key, f.source_system, f.lead_id, f.company, concat_ws(' ', k.first_name, k.last_name) as person,
        k.email, k.phone, f.status, f.owner_key as owner, f.source_category, f.leakage_class,
        case when f.is_counted then 'counts' when f.is_duplicate then 'duplicate' else 'test' end as counts_as,
        timezone($zone, timezone('UTC', f.created_at)) as created_at,
        found.found
    from found
    inner join fct_leads as f on f.rowid = found.number
    left join dim_lead_contacts as k on k.lead_key = f.lead_key
    order by found.created_at desc nulls last, f.lead_key
"""


def found_leads(path: Path, text: str, where: Filters) -> pl.DataFrame:
    """Return the newest leads whose company, name, e-mail, phone or id holds every word of a text.

    Returns:
        Up to `MOST_FOUND` rows: key, names and standing of a lead, times in the reporting zone, and `found`, how many
        there are in all.
    """
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
    relation = names.relation(every_record.fact, clauses)
    sql = LISTED.format(relation=relation, clauses=" and ".join(clauses), most=MOST_FOUND)
    return labelled(path, fetch(path, sql, bound), ("owner", "source_category", "leakage_class"), keeps_order=True)


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
    "merged_records": merged_records,
    "crm_addresses": crm_addresses,
}
"""The questions that find records, by name."""
