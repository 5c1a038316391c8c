"""The page Leads: what a text finds, however hostile, what one lead's page says, and where its links lead."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, leads
from dashboards.components.credits import credits_markup
from dashboards.components.timeline import named_markup, reach_markup, reasons_markup, timeline_markup
from dashboards.filters import Filters
from dashboards.lead_search import address_of, words_of
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written

HOSTILE = {
    "percent": "100% Rabatt",
    "underscore": "under_score ltd",
    "quote": "o'brien & sons",
    "double": 'the "best" gmbh',
    "script": "<script>alert(1)</script>",
    "comment": "x'; drop table fct_leads; --",
    "umlaut": "müller straße",
    "backslash": "back\\slash",
    "dollar": "us$word_0_0 inc",
}
"""Names that mean something to SQL, to HTML or to whoever binds values."""


def rename_leads(path: Path) -> dict[str, str]:
    """Give the first leads hostile names; return the key of each."""
    keys = read(path, "dim_lead_contacts")["lead_key"].sort().head(len(HOSTILE)).to_list()
    named = dict(zip(HOSTILE, keys, strict=True))
    statements = []
    for name, key in named.items():
        text = HOSTILE[name].replace("'", "''")
        statements.append(f"update fct_leads set company = '{text}' where lead_key = '{key}'")
        statements.append(f"update dim_lead_contacts set search_text = lower('{text}') where lead_key = '{key}'")
    change(path, *statements)
    return named


def keys_of(text: str, where: Filters = data.EVERYTHING) -> list[str]:
    """The keys of the leads that a text finds."""
    return leads.found(text, where)["lead_key"].to_list()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_finds_its_own_lead_alone(changed: Path, name: str) -> None:
    named = rename_leads(changed)
    assert keys_of(HOSTILE[name]) == [named[name]]
    assert keys_of(HOSTILE[name].upper()) == [named[name]]


@pytest.mark.parametrize("sign", ["%", "_", "'", '"', "<", "\\", "--", "$"])
def test_a_sign_finds_only_leads_that_hold_it(changed: Path, sign: str) -> None:
    named = rename_leads(changed)
    held = {named[name] for name, text in HOSTILE.items() if sign in text}
    others = read(changed, "dim_lead_contacts").filter(pl.col("search_text").str.contains(sign, literal=True))
    assert held <= set(keys_of(sign)) == set(others["lead_key"])


def test_letters_composed_otherwise_are_the_same_letters(changed: Path) -> None:
    named = rename_leads(changed)
    found = keys_of(unicodedata.normalize("NFD", "Müller Straße"))
    assert found == keys_of("Müller Straße") == [named["umlaut"]]


def test_every_word_must_occur_in_any_order_and_blanks_mean_nothing(warehouse: Path, version: Path) -> None:
    companies = read(version, "fct_leads").select("lead_key", "company")
    named = read(version, "dim_lead_contacts").join(companies, on="lead_key").drop_nulls(["company", "last_name"])
    found = named.row(0, named=True)
    asked = f"  {found['company'].split()[0]}   {found['last_name']} "
    assert found["lead_key"] in keys_of(asked)
    assert keys_of(asked) == keys_of(" ".join(reversed(asked.split())))
    assert keys_of(f"{asked} nobodyhasthis") == []
    everything = read(version, "fct_leads").height
    assert leads.found("   ", data.EVERYTHING)["found"][0] == everything


def test_as_many_are_found_as_hold_the_text(warehouse: Path, version: Path) -> None:
    texts = read(version, "dim_lead_contacts")["search_text"]
    found = leads.found("gmbh", data.EVERYTHING)
    assert found["found"][0] == sum("gmbh" in text for text in texts)
    assert found.height == min(leads.MOST_FOUND, found["found"][0])
    assert found["created_at"].is_sorted(descending=True)


def test_a_phone_is_found_however_it_is_written(warehouse: Path, version: Path) -> None:
    row = read(version, "dim_lead_contacts").drop_nulls("phone").row(0, named=True)
    digits = "".join(letter for letter in row["phone"] if letter.isdecimal())
    for written_so in (row["phone"], digits, f"+{digits[:2]} ({digits[2:4]}) {digits[4:7]}-{digits[7:]}"):
        assert row["lead_key"] in keys_of(written_so)


def test_words_and_their_spellings() -> None:
    assert words_of("") == []
    assert words_of(" - ") == [("-",)]
    assert words_of("Anna  O'Hale") == [("Anna",), ("O'Hale",)]
    assert words_of("+49 (170) 12") == [("+49 (170) 12", "4917012")]
    assert words_of("STRASSE") == [("STRASSE", "straße", "strasse")]
    assert words_of("Anna 12-34") == [("Anna",), ("12-34", "1234")]


def test_a_lead_without_any_name_is_listed_and_opened(changed: Path) -> None:
    key = read(changed, "fct_leads").sort("created_at", descending=True)["lead_key"][0]
    blank = "first_name = null, last_name = null, email = null, phone = null, search_text = ''"
    change(
        changed,
        f"update fct_leads set company = null, status = null, owner_key = null where lead_key = '{key}'",
        f"update dim_lead_contacts set {blank} where lead_key = '{key}'",
    )
    app = opened("leads", order="newest")
    assert app.dataframe[0].value["Company"][0] == "(no company) →"
    app = opened("leads", lead=key)
    assert not app.warning


def test_filters_hold_for_the_search_and_are_in_the_link(warehouse: Path, version: Path) -> None:
    rows = read(version, "fct_leads").filter((pl.col("status") == "new") & (pl.col("source_category") == "web"))
    app = opened("leads", status="new", source="web")
    assert f"{rows.height:,} leads" in written(app)
    kept = rows.filter(pl.col("leakage_class") == "unassigned")
    buttons = [each for each in app.button if str(each.key).endswith("_unassigned")]
    assert sum(int(each.label.rsplit("**", 2)[1]) for each in buttons) == kept.height
    buttons[0].click().run()
    assert (app.query_params["class"], app.query_params["due"]) == ("unassigned", "unanswered")
    # A link may name the class alone: then its leads of every state are kept.
    assert f"{kept.height:,} lead" in written(opened("leads", status="new", source="web", **{"class": "unassigned"}))


def test_what_is_typed_is_found_and_is_not_part_of_the_link(warehouse: Path, version: Path) -> None:
    row = read(version, "dim_lead_contacts").drop_nulls("email").row(0, named=True)
    app = opened("leads")
    app.text_input(key="searched").set_value(row["email"]).run()
    assert row["email"] in app.dataframe[0].value["E-mail"].to_list()
    assert row["email"] not in str(dict(app.query_params))


def test_a_text_that_nobody_has_says_so(warehouse: Path) -> None:
    app = opened("leads")
    app.text_input(key="searched").set_value("zzz' or 1=1 --").run()
    assert not app.exception
    assert "No lead is found" in written(app)


def test_an_unknown_key_is_named(warehouse: Path) -> None:
    app = opened("leads", lead="salesforce:nobody<b>")
    assert 'the lead "salesforce:nobody<b>"' in app.warning[0].value.replace("\\", "")


def test_a_record_merged_away_says_so_and_shows_its_survivor(warehouse: Path, version: Path) -> None:
    merged = read(version, "meta_lineage").filter((pl.col("entity") == "lead") & (pl.col("fate") == "merged"))
    row = merged.row(0, named=True)
    app = opened("leads", lead=row["record_key"])
    assert "is no lead of its own" in written(app)
    next(each for each in app.button if each.label.startswith("Show the lead")).click().run()
    assert app.query_params["lead"] == row["survivor_key"]
    app = opened("leads")
    app.text_input(key="searched").set_value(row["record_id"]).run()
    assert "stands for no lead of its own" in written(app)


def test_every_kind_of_lead_has_a_page(warehouse: Path, version: Path) -> None:
    counted = read(version, "fct_leads")
    kinds = counted.group_by("leakage_class", "is_duplicate", "is_test").agg(pl.col("lead_key").first())
    for key in kinds["lead_key"]:
        events = leads.events(key)
        told = events.filter(pl.col("kind") != "planned")["at"].drop_nulls()
        assert told.is_sorted()
        assert "Lead created" in events["what"].to_list()
        assert leads.reasons(key).filter(pl.col("name") == "is_counted").height == 1


def test_the_back_button_of_a_lead_leads_to_the_list(warehouse: Path, version: Path) -> None:
    key = read(version, "fct_leads")["lead_key"][0]
    app = opened("leads", lead=key, source="web")
    next(each for each in app.button if each.label == "All leads").click().run()
    assert "lead" not in app.query_params
    assert app.query_params["source"] == "web"
    assert app.dataframe


def test_text_of_the_crm_is_escaped() -> None:
    nasty = "<img src=x onerror=alert(1)>"
    row = {"at": None, "by_day": None, "kind": "touch", "file": nasty, "row": 1}
    row |= dict.fromkeys(("what", "detail", "who", "counts_as"), nasty)
    reason = {"name": "is_counted", "value": nasty, "why": nasty}
    share = {"at": None, "what": nasty, "detail": nasty, "who": nasty, "credit": 1.0}
    texts = (credits_markup([share], None, nasty), reach_markup([nasty]), timeline_markup([row], tells_sources=True))
    for markup in (*texts, timeline_markup([row]), named_markup(nasty), reasons_markup([reason], {nasty: nasty})):
        assert "<img" not in markup
        assert "&lt;img" in markup


ADDRESSES = pl.DataFrame(
    [
        ("salesforce", "any", "https://acme.example/{id}"),
        ("hubspot", "lead", "http://crm.example/lead?id={id}&view=1"),
        ("evil", "any", "javascript:alert('{id}')"),
    ],
    schema=["source_system", "record_type", "record_url"],
    orient="row",
)


@pytest.mark.parametrize(
    ("key", "kind", "address"),
    [
        ("salesforce:00Q1", "lead", "https://acme.example/00Q1"),
        ("salesforce:0061", "opportunity", "https://acme.example/0061"),
        ("hubspot:a b/c?d=e&f#g", "lead", "http://crm.example/lead?id=a%20b%2Fc%3Fd%3De%26f%23g&view=1"),
        ("hubspot:1", "opportunity", None),
        ("spreadsheet:1", "lead", None),
        ("evil:1", "lead", None),
        ("salesforce:", "lead", None),
    ],
)
def test_a_link_into_the_crm_is_of_the_web_and_its_id_escaped(key: str, kind: str, address: str | None) -> None:
    assert address_of(ADDRESSES, key, kind) == address


def test_links_stand_on_the_pages_once_an_address_is_given(changed: Path) -> None:
    change(changed, "insert into definitions.crm_addresses values ('salesforce', 'any', 'https://acme.example/{id}')")
    found = opened("leads").dataframe[0].value
    assert found["CRM"].to_list() == [f"https://acme.example/{each}" for each in found["Lead id"]]


def test_without_an_address_there_is_no_link(warehouse: Path) -> None:
    assert "CRM" not in opened("leads").dataframe[0].value.columns
