"""JSON: arrays, answers to queries, sObject trees and JSON lines become records of text."""

from __future__ import annotations

import json

import pytest

import loaders
from loaders.formats import json_document, numbered

MAPPING = """
system = "acme"
time_zone = "UTC"
[leads]
file = "leads.json*"
[leads.fields]
lead_id = "Id"
created_at = "Created"
annual_revenue = "Revenue"
company = "Owner.Name"
is_converted = "Done"
description = "Tags"
"""
LANDED = (
    "select lead_id, created_at, annual_revenue, company, is_converted, description, _source_row "
    "from spreadsheet.leads order by _source_row"
)
ROWS = "select Id, CreatedDate, Company, _source_row from salesforce.lead order by _source_row"
KINDS = {"type": "Lead", "url": "/services/data/v60.0/sobjects/Lead/00Q000000000001EAA"}


@pytest.fixture
def load_json(write, load):
    """Loads a JSON text through a mapping."""
    return lambda text, name="leads.json": load(write(name, text), mapping=write("m.toml", MAPPING))


@pytest.fixture
def refuses(load_json, query):
    """Asserts that a text is refused in these words and that nothing landed."""

    def refuses(text, words, name="leads.json"):
        with pytest.raises(loaders.Refused, match=words) as refusal:
            load_json(text, name)
        assert refusal.value.file == name
        assert refusal.value.next_step
        assert query("select count(*) from spreadsheet.leads") == [(0,)]
        assert query("select count(*) from ledger.files") == [(0,)]

    return refuses


def test_values_are_those_that_are_written(load_json, query):
    load_json(
        '[{"Id": "007", "Created": "2026-01-31", "Revenue": 1.10, "Owner": {"Name": "Ann \\u00c9"}, "Done": true,'
        ' "Tags": ["a", 1.50, null, {"b": false}]},\n'
        ' {"Id": 12345678901234567890, "Revenue": 1e5, "Created": "", "Owner": null, "Done": false, "Tags": null,'
        ' "Owner.Name": "Bob"}]'
    )
    assert query(LANDED) == [
        ("007", "2026-01-31", "1.10", "Ann É", "true", '["a", 1.50, null, {"b": false}]', 1),
        ("12345678901234567890", None, "1e5", "Bob", "false", None, 2),
    ]


def test_fields_that_appear_late_are_columns_too(load_json, query, monkeypatch):
    monkeypatch.setattr(numbered, "HELD_BACK", 2)
    records = [{"Id": str(number), "Created": "2026-01-31"} for number in range(1, 6)]
    records[3] |= {"Owner": {"Name": "late"}, "Revenue": 5, "Done": 1, "Tags": 'a "quote",\nline'}
    assert load_json(json.dumps(records)).landed == 5
    assert query(LANDED)[2:4] == [
        ("3", "2026-01-31", None, None, None, None, 3),
        ("4", "2026-01-31", "5", "late", "1", 'a "quote",\nline', 4),
    ]


def test_json_lines_land_with_their_line_and_what_is_no_object_is_kept_aside(load_json, query):
    first = '{"Id": "1", "Created": "2026-01-31", "Revenue": 1, "Owner": {"Name": "x"}, "Done": 1, "Tags": []}'
    report = load_json(
        f'{first}\r\n\n[1]\n{{"Id": "2",\n{{"Id": "3"}}\n{{"Id": "4", "Id": "5"}}\n"text"\n', "leads.jsonl"
    )
    (file,) = report.files
    assert (file.records, file.landed, file.rejected) == (6, 2, 4)
    assert [(row[0], row[-1]) for row in query(LANDED)] == [("1", 1), ("3", 5)]
    assert query("select line, rule, raw_text from ledger.rejects order by line") == [
        (3, "no JSON object", "[1]"),
        (4, "no JSON object", '{"Id": "2",'),
        (6, "a field twice", '{"Id": "4", "Id": "5"}'),
        (7, "no JSON object", '"text"'),
    ]


def test_items_of_an_array_that_are_no_records_are_kept_aside(load_json, query):
    record = '{"Id": "1", "Created": "x", "Revenue": 1, "Owner": {"Name": "x", "Name": "y"}, "Done": 1, "Tags": []}'
    good = record.replace(', "Name": "y"', "")
    (file,) = load_json(
        f'[{good}, null, {record}, {{"Id": "a\\u0000b"}}, {{"Id": "\\ud800"}}, {{"Id": "\\ud83d\\ude00"}}]'
    ).files
    assert (file.records, file.landed, file.rejected) == (6, 2, 4)
    assert query("select line, rule from ledger.rejects order by line") == [
        (2, "no JSON object"),
        (3, "a field twice"),
        (4, "a NUL character"),
        (5, "half a character"),
    ]
    assert query(LANDED)[1][0] == "😀"


def test_large_texts_are_read_in_blocks(load_json, query, monkeypatch):
    monkeypatch.setattr(json_document, "BLOCK", 7)
    records = [
        {"Id": n, "Created": "ä", "Revenue": 10**n, "Owner": {"Name": "{"}, "Done": 1, "Tags": 1} for n in range(9)
    ]
    assert load_json(json.dumps({"totalSize": 9, "done": True, "records": records}, indent=1)).landed == 9
    assert query(LANDED)[8] == ("8", "ä", "100000000", "{", "1", "1", 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"leads\.json: it is no JSON"),
        ("[]", r"leads\.json: it holds no records"),
        ("[1, 2]", r"leads\.json: none of its records is a JSON object"),
        ("[{}, {}]", r"leads\.json: its records have no fields"),
        ("Id,Created\n1,2\n", r"leads\.json: it is no JSON"),
        ('{"status": 1, "message": "no"}\n', "Id"),
        ('{\n"status": 1\n}', r"it holds no list of records"),
        ('[{"Id": 1},\n{"Id": 2}', r"leads\.json line 2: it is cut off: the JSON ends too early"),
        ('[{"Id": 1},\n{"Id": "2', r"leads\.json line 2: it is cut off"),
        ('[{"Id": 1},\n{"Id": tru', r"leads\.json line 2: (it is cut off|the JSON that begins there is broken)"),
        ('[{"Id": 1}\n{"Id": 2}]', r"leads\.json line 2: the JSON that begins there is broken"),
        ('[{"Id": 1},\n{"Id": 2,}]', r"leads\.json line 2: the JSON that begins there is broken"),
        ('[{"Id": 1}]\n[{"Id": 2}]', r"leads\.json line 2: more follows after the end of the JSON"),
        ('{"records": [{"Id": 1}], "done": false, "totalSize": 2}', 'not all: "done" is false.*all pages'),
        ('{"done": false, "nextRecordsUrl": "/x", "records": [{"Id": 1}]}', 'not all: "done" is false'),
        ('{"value": [{"Id": 1}], "@odata.nextLink": "https"}', 'not all: "@odata.nextLink" is there'),
        ('{"results": [{"Id": 1}], "paging": {"next": {"after": "1"}}}', 'not all: "paging" has "next"'),
        ('{"result": [{"Id": 1}], "moreResult": true}', 'not all: "moreResult" is true'),
        ('{"records": [{"Id": 1}], "totalSize": 2}', "it says that it has 2 records, but holds 1"),
        ('{"records": [{"Id": 1}], "value": [{"Id": 2}]}', "more than one list of records"),
        ('[{"Id": 1, "id": 2}]', "the header has one name twice"),
        ('[{"Id": 1, "_source_row": 2}]', "the header has one name twice"),
        ('[{"Id": 1, "Kids": {"done": false, "records": []}}]', "its list Kids says itself that it is not all"),
        ("[" + '{"a":' * 5000 + "1" + "}" * 5000 + "]", "the JSON that begins there is broken"),
    ],
)
def test_a_document_that_cannot_be_trusted_is_refused_whole(refuses, text, words):
    refuses(text, words)


def test_json_lines_that_end_in_mid_line_are_refused(refuses):
    refuses('{"Id": "1"}\n{"Id": "2"}\n{"Id": ', r"leads\.jsonl line 3: it is cut off in the middle", "leads.jsonl")


def test_json_lines_may_end_without_a_line_end(load_json):
    line = '{"Id": "1", "Created": "x", "Revenue": 1, "Owner": {"Name": "x"}, "Done": 1, "Tags": []}'
    assert load_json(f"{line}\n{line}", "leads.jsonl").landed == 2


def test_a_map_that_is_taken_for_a_record_is_refused(refuses, monkeypatch):
    monkeypatch.setattr(numbered, "MAX_FIELDS", 3)
    refuses('[{"1": {"a": 1}, "2": {"a": 1}, "3": {"a": 1}, "4": {"a": 1}}]', "more than 3 different fields")


def test_an_answer_of_the_systems_own_tool_is_known_by_its_attributes(write, load, query):
    answer = {
        "status": 0,
        "result": {
            "records": [
                {"attributes": KINDS, "CreatedDate": "2026-01-31T10:00:00.000+0000", "Company": "A"},
                {"attributes": KINDS, "Id": "00Q000000000002EAA", "CreatedDate": "2026-01-31T10:00:00.000+0000"},
            ],
            "totalSize": 2,
            "done": True,
        },
    }
    (file,) = load(write("answer.json", json.dumps(answer, indent=2))).files
    assert (file.object, file.landed) == ("Lead", 2)
    assert query(ROWS) == [
        ("00Q000000000001EAA", "2026-01-31T10:00:00.000+0000", "A", 1),
        ("00Q000000000002EAA", "2026-01-31T10:00:00.000+0000", None, 2),
    ]


def test_nested_objects_lose_their_attributes_and_lists_of_other_records_are_told(write, load, query):
    lead = {
        "attributes": KINDS,
        "CreatedDate": "2026-01-31",
        "Owner": {"attributes": {"type": "User", "url": "/x/005"}, "Name": "Ann"},
        "Tasks": {"totalSize": 1, "done": True, "records": [{"attributes": {"type": "Task"}, "Subject": "Call"}]},
    }
    report = load(write("Lead.json", json.dumps([lead])))
    assert query('select "Owner.Name", "Tasks" from salesforce.lead') == [
        ("Ann", '[{"attributes": {"type": "Task"}, "Subject": "Call"}]')
    ]
    assert any("1 records of another object are kept as JSON in the column Tasks" in text for text in report.notices)


def test_records_of_two_objects_in_one_file_are_refused(write, load):
    records = [{"attributes": KINDS, "CreatedDate": "2026-01-31"}, {"attributes": {"type": "Task"}, "Id": "00T1"}]
    with pytest.raises(loaders.Refused, match=r"Lead\.json: it holds records of Lead and of Task"):
        load(write("Lead.json", json.dumps(records)))


def test_another_object_than_those_that_are_read_is_listed(write, load):
    write("Lead.csv", "Id,CreatedDate\n1,2026-01-01\n")
    market = [{"attributes": {"type": "Market__c", "url": "/x/a01"}, "Name": "x"}]
    report = load(write("Markets.json", json.dumps(market)).parent)
    assert [(ignored.file, "Market__c" in ignored.reason) for ignored in report.ignored] == [("Markets.json", True)]


def test_a_file_larger_than_a_peek_is_known_by_its_first_records(write, load, monkeypatch):
    monkeypatch.setattr("loaders.formats.text.HEAD", 400)
    records = [{"attributes": KINDS, "CreatedDate": "2026-01-31"}] * 20
    assert load(write("some.json", json.dumps(records))).files[0].object == "Lead"
    assert load(write("some.jsonl", "\n".join(map(json.dumps, records)))).files[0].object == "Lead"


def test_a_broken_file_in_a_folder_is_listed_with_what_is_wrong(write, load):
    folder = write("Lead.csv", "Id,CreatedDate\n1,2026-01-01\n").parent
    write("some.json", '[{"Id": 1},]')
    assert load(folder).ignored == [loaders.Ignored("some.json", "the JSON that begins there is broken")]


def test_the_same_json_is_landed_once(load_json):
    line = '{"Id": "1", "Created": "x", "Revenue": 1, "Owner": {"Name": "x"}, "Done": 1, "Tags": []}'
    load_json(line, "leads.jsonl")
    assert load_json(line, "leads.jsonl").files[0].skipped


TREE = {"attributes": {"type": "Contact", "referenceId": "ContactRef1"}, "LastName": "A", "AccountId": "@AccountRef1"}


def test_a_tree_of_leads_is_told_as_what_it_is(load, write):
    lead = {"attributes": {"type": "Lead", "referenceId": "LeadRef1"}, "LastName": "A"}
    with pytest.raises(loaders.Refused) as refused:
        load(write("Leads.json", json.dumps({"records": [lead]})))
    assert str(refused.value) == (
        'Leads.json: its records have references instead of ids, and no "CreatedDate": a file to import from, not an '
        "export. Nothing was loaded. Load the other files by their names, without it, or export Lead and load that."
    )


def test_a_tree_without_ids_lands_by_its_references_and_says_so(write, load, query):
    write("plan/Contacts.json", json.dumps({"records": [TREE | {"Twitter": "@acme"}]}))
    accounts = {"attributes": {"type": "Account", "referenceId": "AccountRef1"}, "Name": "Acme"}
    report = load(write("plan/Accounts.json", json.dumps({"records": [accounts]})).parent)
    assert query("select Id, AccountId, Twitter from salesforce.contact") == [("ContactRef1", "AccountRef1", "@acme")]
    assert query("select Id from salesforce.account") == [("AccountRef1",)]
    assert any("Contacts.json: 1 records have no ids but references" in notice for notice in report.notices)


def test_references_of_two_exports_are_never_mixed(write, load, query):
    load(write("1/Contacts.json", json.dumps([TREE])))
    other = write("2/Contacts.json", json.dumps([TREE | {"LastName": "B"}]))
    with pytest.raises(loaders.Refused, match=r"Contacts\.json: its ids are references .* Contact has records already"):
        load(other)
    assert query("select LastName from salesforce.contact") == [("A",)]


def test_two_files_of_one_load_may_not_use_one_reference_twice(write, load, query):
    write("1/Contacts.json", json.dumps([TREE]))
    folder = write("2/Contacts.json", json.dumps([TREE | {"LastName": "B"}])).parent.parent
    with pytest.raises(loaders.Refused, match=r"2/Contacts\.json: .* use the same ones for other records"):
        load(folder)
    assert query("select count(*) from salesforce.contact") == [(0,)]


def test_true_ids_do_not_land_beside_references(write, load, query):
    load(write("Contacts.json", json.dumps([TREE])))
    with pytest.raises(loaders.Refused, match=r"Contact\.csv: Contact holds records whose ids are references"):
        load(write("Contact.csv", "Id,LastName\n003000000000001,A\n"))
    assert query("select count(*) from salesforce.contact") == [(1,)]
