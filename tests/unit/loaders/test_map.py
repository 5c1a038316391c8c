"""A proposed mapping: which file is which entity, which column is which field, and what the values say of it."""

from __future__ import annotations

import tomllib

import pytest
import xlsxwriter

import loaders
from loaders.proposals import Proposal, propose
from loaders.proposals.writing import as_toml
from loaders.sources.mapping import read_mapping

LEADS = "Lead No,Created on,Phase,Seller\n" + "".join(
    f"L{n},2026-01-{n:02},{'New' if n % 2 else 'Contacted'},S{n % 3}\n" for n in range(1, 13)
)


@pytest.fixture
def proposed(write):
    """Proposes a mapping for files given as name=content, `__` standing for the dot."""

    def proposed(**files: str | bytes) -> Proposal:
        paths = [write(name.replace("__", "."), content) for name, content in files.items()]
        return propose(paths)

    return proposed


def fields(proposal: Proposal, entity: str) -> dict[str, tuple[str, ...]]:
    block = next(block for block in proposal.blocks if block.table.name == entity)
    return {name: choice.columns for name, choice in block.choices.items()}


@pytest.fixture
def dry_run(tmp_path, load):
    """Feeds a proposal back to the loader, the zone filled in."""

    def dry_run(toml: str, zone: str = "Europe/Berlin") -> loaders.LoadReport:
        path = tmp_path / "proposed.toml"
        path.write_text(toml.replace('time_zone = "?"', f'time_zone = "{zone}"'), encoding="utf-8")
        return load(tmp_path / "inbox", mapping=path, dry_run=True)

    return dry_run


def entities(proposal: Proposal) -> list[tuple[str, str]]:
    return [(block.sheet.file, block.table.name) for block in proposal.blocks]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Lead No", "lead_id"),
        ("leadId", "lead_id"),
        ("Leadnummer", "lead_id"),
        ("ID du prospect", "lead_id"),
        ("Angelegt am", "created_at"),
        ("Date de création", "created_at"),
        ("Fecha de creación", "created_at"),
        ("CREATED_DATE", "created_at"),
    ],
)
def test_a_header_is_understood_in_four_languages_and_any_spelling(proposed, header, field):
    other = "Created" if field == "lead_id" else "Lead Id"
    row = "L{n},2026-01-{n:02},x\n" if field == "lead_id" else "2026-01-{n:02},L{n},x\n"
    proposal = proposed(leads__csv=f"{header},{other},Rest\n" + "".join(row.format(n=n) for n in range(1, 9)))
    assert fields(proposal, "leads")[field] == (header,)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("hubspot_deals.csv", "opportunities"),
        ("Verkaufschancen 2026.csv", "opportunities"),
        ("sales-pipeline.csv", "opportunities"),
        ("Kontakte.csv", "contacts"),
        ("clientes.csv", "accounts"),
        ("Mitarbeiter.csv", "users"),
        ("Anrufe.csv", "activities"),
        ("campaign_members.csv", "campaign_members"),
    ],
)
def test_a_file_is_told_by_its_name(write, name, entity):
    text = "Id,Name,Campaign\n" + "".join(f"{n},N{n},C{n}\n" for n in range(1, 9))
    assert entities(propose([write(name, text)])) == [(name, entity)]


def test_a_file_is_told_by_its_columns_where_its_name_says_nothing(proposed):
    text = "deal_id,deal_stage,close_date,amount\n" + "".join(f"D{n},Won,2026-01-{n:02},{n}00\n" for n in range(1, 9))
    assert entities(proposed(x1__csv=text)) == [("x1.csv", "opportunities")]


def test_a_file_that_has_the_name_somewhere_and_what_is_required_is_told(proposed):
    extra = ",".join(f"Extra {n}" for n in range(20))
    text = f"Id,Created,Status,{extra}\n" + "".join(f"L{n},2026-01-0{n},New{',x' * 20}\n" for n in range(1, 9))
    assert entities(proposed(leads_from_webshop__csv=text)) == [("leads_from_webshop.csv", "leads")]


def test_a_file_that_is_no_entity_is_listed_with_the_reason(proposed):
    proposal = proposed(leads__csv=LEADS, prices__csv="product,price\na,1\nb,2\n", notes__pdf=b"%PDF")
    assert {out.name: out.reason.split(" ")[0] for out in proposal.left_out} == {
        "prices.csv": "neither",
        "notes.pdf": "not",
    }


def test_nothing_but_files_that_are_no_entity_is_refused_with_the_reasons(proposed):
    with pytest.raises(loaders.Refused, match=r"No file is one .*prices\.csv: neither"):
        proposed(prices__csv="product,price\na,1\n", notes__csv="x,y\n1,2\n")


def test_a_column_of_the_wrong_kind_is_not_taken_for_what_its_header_says(proposed):
    text = "Deal Id,Deal Stage,Amount,Close Date\n" + "".join(f"D{n},Won,much,soon\n" for n in range(1, 9))
    assert fields(proposed(deals__csv=text), "opportunities") == {
        "opportunity_id": ("Deal Id",),
        "stage": ("Deal Stage",),
    }


def test_a_prefix_that_most_headers_share_is_no_part_of_the_names(proposed):
    header = "property_id,property_dealname,property_dealstage,property_closedate"
    text = f"{header}\n" + "".join(f"{n},N{n},Won,2026-01-0{n}\n" for n in range(1, 9))
    assert set(fields(proposed(deals__csv=text), "opportunities")) == {"opportunity_id", "name", "stage", "close_date"}
    calls = "lead_id,lead_rep,lead_at,call_id\n" + "".join(f"L{n},R,2026-01-0{n},A{n}\n" for n in range(1, 9))
    assert fields(proposed(calls__csv=calls), "activities")["activity_id"] == ("call_id",)


def test_a_history_of_records_is_not_the_records(proposed):
    text = "Deal Id,Name,Source,Stage,When\n" + "".join(f"D{n},x,y,Won,2026-01-0{n}\n" for n in range(1, 9))
    proposal = proposed(leads__csv=LEADS, deal_property_history__csv=text)
    assert "opportunities" not in [name for _, name in entities(proposal)]


def test_a_file_that_holds_no_more_than_ids_is_left_out_beside_one_that_does(proposed):
    contacts = "Contact Id,Email\n" + "".join(f"C{n},p{n}@example.com\n" for n in range(1, 9))
    pairs = "Contact Id,Thing\n" + "".join(f"X{n},{n}\n" for n in range(1, 9))
    proposal = proposed(contacts__csv=contacts, deal_contacts_x_contacts__csv=pairs)
    assert entities(proposal) == [("contacts.csv", "contacts")]
    assert "it holds no more of contacts than an id" in proposal.left_out[0].reason


def test_an_empty_column_is_not_mapped(proposed):
    proposal = proposed(
        leads__csv=LEADS.replace("Seller", "Owner").replace(",S0", ",").replace(",S1", ",").replace(",S2", ",")
    )
    assert "owner_id" not in fields(proposal, "leads")
    assert '# Empty: "Owner".' in as_toml(proposal)


def test_what_other_files_point_to_is_the_id(proposed):
    contacts = "Contact ID,Email,First Name\n" + "".join(f"C{n},p{n}@example.com,F{n}\n" for n in range(1, 9))
    calls = "Call Id,Associated Contact Email,Date\n" + "".join(
        f"A{n},p{n}@example.com,2026-01-0{n}\n" for n in range(1, 6)
    )
    proposal = proposed(contacts__csv=contacts, calls__csv=calls)
    assert fields(proposal, "contacts")["contact_id"] == ("Email",)
    assert fields(proposal, "activities")["contact_id"] == ("Associated Contact Email",)
    assert 'nothing points to "Contact ID"' in as_toml(proposal)


def test_an_id_that_others_point_to_stays_the_id(proposed):
    contacts = "Contact ID,Email\n" + "".join(f"C{n},p{n}@example.com\n" for n in range(1, 9))
    calls = "Call Id,Contact,Date\n" + "".join(f"A{n},C{n},2026-01-0{n}\n" for n in range(1, 6))
    assert fields(proposed(contacts__csv=contacts, calls__csv=calls), "contacts")["contact_id"] == ("Contact ID",)


def test_first_and_last_name_are_the_id_where_owners_are_written_so(proposed):
    users = "First Name,Last Name,Title\n" + "".join(f"F{n},N{n},Rep\n" for n in "ABCD")
    deals = "Deal Id,Owner,Stage\n" + "".join(f"D{n},F{n} N{n},Won\n" for n in "ABCD")
    proposal = proposed(users__csv=users, deals__csv=deals)
    assert fields(proposal, "users")["user_id"] == ("First Name", "Last Name")
    assert fields(proposal, "users")["user_name"] == ("First Name", "Last Name")


def test_an_address_is_the_id_where_the_number_is_not_unique(proposed):
    text = "Id,Email,Created\n" + "".join(f"{n % 5},p{n}@example.com,2026-01-0{n}\n" for n in range(1, 9))
    proposal = proposed(leads__csv=text)
    assert fields(proposal, "leads")["lead_id"] == ("Email",)
    assert '8 different in 8 records; in "Id" only 5' in as_toml(proposal)


def test_an_id_that_some_records_share_is_said(proposed):
    text = LEADS + "L1,2026-02-01,New,S1\n"
    proposal = proposed(leads__csv=text)
    assert "# 1 record with an id that came before: the last of each wins" in as_toml(proposal)


def test_without_an_id_the_columns_that_tell_records_apart_stand_commented_out(proposed, dry_run):
    text = "Topic,Created on,Stage\n" + "".join(f"T{n % 2},2026-01-{n // 2 + 1:02},Won\n" for n in range(12))
    proposal = proposed(deals__csv=text)
    toml = as_toml(proposal)
    assert '# opportunity_id = { columns = ["Created on", "Topic"], separator = " / " }' in toml
    assert proposal.not_found == ["opportunities.opportunity_id (deals.csv)"]
    with pytest.raises(loaders.Refused, match="does not say which column is opportunity_id"):
        dry_run(toml)
    assert dry_run(toml.replace("# opportunity_id", "opportunity_id")).landed == 12


def test_a_proposal_loads_as_it_is_once_the_zone_is_named(proposed, dry_run):
    proposal = proposed(leads__csv=LEADS)
    with pytest.raises(loaders.Refused, match=r'line \d+: time_zone is still "\?", because the files do not tell'):
        dry_run(as_toml(proposal), zone="?")
    assert dry_run(as_toml(proposal)).landed == 12


def test_a_required_time_that_is_missing_is_named_and_a_constant_can_fill_it(proposed, dry_run):
    proposal = proposed(leads__csv="Lead No,Company\n" + "".join(f"L{n},X\n" for n in range(5)))
    toml = as_toml(proposal)
    assert '# created_at = "..."  # required: no column is its time' in toml
    filled = toml + '[leads.constants]\ncreated_at = "2026-01-31"\n'
    assert dry_run(filled).landed == 5


def test_a_file_that_says_more_of_the_same_records_is_left_out(proposed):
    more = "lead_id,lead_score,created_at\n" + "".join(f"L{n},{n},2026-01-01\n" for n in range(1, 13))
    proposal = proposed(leads__csv=LEADS, scored_leads__csv=more)
    assert entities(proposal) == [("leads.csv", "leads")]
    assert "it says more of the records of leads.csv" in proposal.left_out[0].reason


def test_two_exports_of_one_entity_are_two_blocks(proposed, dry_run):
    proposal = proposed(leads_1__csv=LEADS, leads_2__csv=LEADS.replace("\nL", "\nM"))
    assert as_toml(proposal).count("[[leads]]") == 2
    assert dry_run(as_toml(proposal)).landed == 24


def test_records_that_another_file_has_under_other_ids_are_not_counted_twice(proposed):
    rows = [f"L{n % 7 + 1},S{n % 3},2026-01-{n + 1:02} 10:00" for n in range(20)]
    everything = "activity_id,lead_id,owner,date,type\n" + "".join(f"A{n},{row},call\n" for n, row in enumerate(rows))
    calls = "call_id,lead_id,owner,date\n" + "".join(f"C{n},{row}\n" for n, row in enumerate(rows[:9]))
    proposal = proposed(activities__csv=everything, calls__csv=calls)
    assert entities(proposal) == [("activities.csv", "activities")]
    assert "loading both would count each one twice" in proposal.left_out[0].reason


def test_one_history_fills_statuses_and_owners(proposed):
    history = "lead_id,stage,entered_at,owner_id\n" + "".join(f"L{n},New,2026-01-{n:02},S1\n" for n in range(1, 9))
    proposal = proposed(leads__csv=LEADS, lead_status_history__csv=history)
    assert [name for _, name in entities(proposal)] == ["leads", "lead_statuses", "lead_owners"]


def test_a_name_that_is_a_pattern_finds_that_file_alone(write, dry_run):
    path = write("leads [1].csv", LEADS)
    write("leads 1.csv", "Lead No,Created on\nM1,2026-01-01\n")
    assert dry_run(as_toml(propose([path]))).landed == 12


def test_lines_above_the_header_are_passed_over(proposed, dry_run):
    proposal = proposed(leads__csv="Lead list\nas of 2026-03-31\n\n" + LEADS)
    assert "header_row = 4" in as_toml(proposal)
    assert dry_run(as_toml(proposal)).landed == 12


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_delimiter_is_found_and_said(proposed, dry_run, sign):
    proposal = proposed(leads__csv=LEADS.replace(",", sign))
    assert tomllib.loads(as_toml(proposal))["leads"]["delimiter"] == sign
    assert dry_run(as_toml(proposal)).landed == 12


def test_every_sheet_of_a_workbook_is_looked_at_and_its_header_found(write, dry_run):
    path = write("crm.xlsx", "")
    book = xlsxwriter.Workbook(path)
    leads, deals, empty = (book.add_worksheet(name) for name in ("Leads", "Deals 2026", "Empty"))
    leads.write(0, 0, "Our leads")
    for row, line in enumerate(LEADS.splitlines(), start=2):
        leads.write_row(row, 0, line.split(","))
    for row, cells in enumerate([["Deal No", "Stage", "Amount"], ["D1", "Won", 100.5], ["D2", "Lost", 200.5]]):
        deals.write_row(row, 0, cells)
    empty.write(0, 0, "")
    book.close()
    proposal = propose([path])
    assert [(b.table.name, b.sheet.view.sheet, b.sheet.view.header_row) for b in proposal.blocks] == [
        ("leads", "Leads", 3),
        ("opportunities", "Deals 2026", 1),
    ]
    assert dry_run(as_toml(proposal)).landed == 14


def test_json_lines_are_looked_at_as_well(proposed, dry_run):
    lines = "".join(f'{{"lead_id": "L{n}", "created_at": "2026-01-0{n}", "status": "New"}}\n' for n in range(1, 9))
    proposal = proposed(leads__jsonl=lines)
    assert fields(proposal, "leads")["created_at"] == ("created_at",)
    assert dry_run(as_toml(proposal)).landed == 8


def test_a_file_named_after_calls_holds_calls(proposed):
    calls = "Id,Lead,Date\n" + "".join(f"A{n},L{n},2026-01-0{n}\n" for n in range(1, 9))
    assert tomllib.loads(as_toml(proposed(calls__csv=calls)))["activities"]["constants"] == {"activity_type": "call"}


def test_the_day_of_a_closing_time_fills_the_close_date(proposed):
    text = "Deal Id,Stage,Closed At\n" + "".join(f"D{n},Won,2026-01-0{n} 10:00\n" for n in range(1, 9))
    assert fields(proposed(deals__csv=text), "opportunities")["close_date"] == ("Closed At",)


def test_a_currency_that_is_no_code_is_not_mapped(proposed):
    text = "Deal Id,Stage,Currency\n" + "".join(f"D{n},Won,US Dollar\n" for n in range(1, 9))
    assert "currency" not in fields(proposed(deals__csv=text), "opportunities")


def test_a_number_that_is_among_another_files_ids_by_chance_points_nowhere(proposed):
    leads = "Lead Id,Created,Company size\n" + "".join(f"L{n},2026-01-0{n},{n}\n" for n in range(1, 9))
    accounts = "Company Id,Company Name\n" + "".join(f"{n},N{n}\n" for n in range(1, 99))
    assert "account_id" not in fields(proposed(leads__csv=leads, companies__csv=accounts), "leads")


def test_a_leads_company_is_no_account_unless_it_points_to_one(proposed):
    leads = "Lead Id,Created,Firma\n" + "".join(f"L{n},2026-01-0{n},F{n}\n" for n in range(1, 9))
    assert fields(proposed(leads__csv=leads), "leads")["company"] == ("Firma",)
    accounts = "Firma,Branche\n" + "".join(f"F{n},x\n" for n in range(1, 9))
    assert fields(proposed(leads__csv=leads, firmen__csv=accounts), "leads")["account_id"] == ("Firma",)


def test_the_system_is_named_after_the_folder_or_as_told(write):
    path = write("leads.csv", LEADS)
    assert propose([path.parent]).system == "inbox"
    assert propose([path]).system == "leads"
    assert propose([path], system="acme").system == "acme"
    with pytest.raises(loaders.Refused, match='"Acme Inc" is no name for a system'):
        propose([path], system="Acme Inc")


def test_what_is_missing_is_told_with_its_cost_the_most_costly_first(proposed):
    proposal = proposed(leads__csv=LEADS)
    places = [cost.place for cost in proposal.costs]
    assert {"activities", "opportunities", "leads.lead_source", "leads.email"} <= set(places)
    assert [cost.cost for cost in proposal.costs] == sorted((cost.cost for cost in proposal.costs), reverse=True)
    assert all(cost.missing for cost in proposal.costs)
    assert "leads.status" not in places
    assert "leads.campaign_id" not in places, "campaigns are missing as a whole, which says it"


def test_a_proposed_mapping_is_valid_for_every_field_it_names(proposed, tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text(as_toml(proposed(leads__csv=LEADS)).replace('"?"', '"UTC"'), encoding="utf-8")
    assert len(read_mapping(path).blocks) == 1
