"""Salesforce exports become raw rows: text as it stands, columns by API name or label, objects by name or id."""

from __future__ import annotations

import json

import pytest

import loaders
from loaders.sources.declarations import landing_sources

LEADS = (
    "Id,CreatedDate,LastName,Status\n"
    '00Q1,2026-01-05 09:00:00,"Ba""r",New\n'
    '00Q2,2026-01-06 10:00:00,"Lo, ng\nname",Contacted\n'
)
LEAD_ID = "00Q5j00000AAAAAEA5"
REPORT = 'Lead ID,Created Date,Lead Status\n"00Q1","31/01/2026 14:05","New"\n'


def test_values_land_byte_for_byte(write, load, query):
    text = ' 0044123 ,NULL,"","a ""b"" , c",1e3,0,True,é€\n'
    write("Lead.csv", "Id,CreatedDate,Fax,City,Company,NumberOfEmployees,IsDeleted,Street\n" + text)
    load(write("x", "").parent / "Lead.csv")
    (row,) = query(
        'select "Id", "CreatedDate", "Fax", "City", "Company", "NumberOfEmployees", "IsDeleted", "Street" '
        "from salesforce.lead"
    )
    assert row == (" 0044123 ", "NULL", None, 'a "b" , c', "1e3", "0", "True", "é€")


def test_rows_carry_load_file_and_record_number(write, load, query):
    load(write("Lead.csv", LEADS))
    assert query(
        'select "Id", _source_row, _source_file, _source_system, _load_id, _loaded_at::varchar from salesforce.lead'
    ) == [
        ("00Q1", 1, "Lead.csv", "salesforce", "20260331T180000Z", "2026-03-31 18:00:00"),
        ("00Q2", 2, "Lead.csv", "salesforce", "20260331T180000Z", "2026-03-31 18:00:00"),
    ]
    assert query('select "LastName" from salesforce.lead order by 1') == [('Ba"r',), ("Lo, ng\nname",)]
    assert query("select distinct _time_zone, _date_order, _decimal_separator from salesforce.lead") == [
        (None, None, None)
    ]


def test_record_numbers_follow_large_files(write, load, query):
    padding = "x" * 500
    for chunk in ("1", "2"):
        rows = "".join(f'"{n}-{chunk}","2026-01-01","line\r\nof {n}{padding}"\r\n' for n in range(1, 130_001))
        path = write(f"Lead_{chunk}.csv", f'"Id","CreatedDate","Description"\r\n{rows}')
    report = load(path.parent)
    assert [(file.records, file.landed) for file in report.files] == [(130_000, 130_000)] * 2
    is_numbered = """"Id" = concat(_source_row, '-', _source_file[6:6])"""
    assert query(f"select count(*), count_if({is_numbered}) from salesforce.lead") == [(260_000, 260_000)]


@pytest.mark.parametrize("name", ["Lead.csv", "extract/lead.CSV", "Lead_1.csv", "LEAD.header.csv", "Lead.tsv"])
def test_an_object_is_known_by_its_file_name(write, load, name):
    content = LEADS.replace(",", "\t") if name.endswith("tsv") else LEADS
    report = load(write(name, content).parents[len(name.split("/")) - 1])
    assert [(file.object, file.landed) for file in report.files] == [("Lead", 2)]


def test_an_object_is_known_by_its_ids(write, load):
    report = load(write("export (3).csv", f"Id,CreatedDate\n{LEAD_ID},2026-01-01\n"))
    assert report.files[0].object == "Lead"


def test_what_records_of_json_say_of_themselves_wins_over_the_name_of_the_file(write, load):
    record = {"attributes": {"type": "Lead"}, "Id": LEAD_ID, "CreatedDate": "2026-01-01"}
    report = load(write("Contact.json", json.dumps({"records": [record]})))
    assert [(file.object, file.landed) for file in report.files] == [("Lead", 1)]


def test_json_of_an_object_that_is_not_read_is_ignored_even_under_the_name_of_one(write, load):
    record = {"attributes": {"type": "Market__c"}, "Id": "a001", "CreatedDate": "2026-01-01"}
    write("Lead.json", json.dumps({"records": [record]}))
    report = load(write("Task.csv", "Id,Subject\nT1,x\n").parent)
    assert [(ignored.file, "Market__c" in ignored.reason) for ignored in report.ignored] == [("Lead.json", True)]


def test_two_word_objects_are_known_by_name(write, load):
    header = "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"
    report = load(write("OpportunityFieldHistory.csv", header + "0171,0061,StageName,A,B,2026-01-01\n"))
    assert report.files[0].object == "OpportunityFieldHistory"


def test_a_file_named_after_the_wrong_object_is_refused(write, load):
    with pytest.raises(loaders.Refused, match="named after Contact, but its ids are those of Lead"):
        load(write("Contact.csv", f"Id,CreatedDate\n{LEAD_ID},2026-01-01\n"))


def test_unknown_objects_are_listed_and_do_no_harm(write, load):
    write("Case.csv", "Id,Subject\n500A,x\n")
    write("photo.jpg", b"\xff\xd8")
    report = load(write("Lead.csv", LEADS).parent)
    assert [ignored.file for ignored in report.ignored] == ["Case.csv", "photo.jpg"]
    assert report.landed == 2


def test_a_single_file_that_is_not_known_is_refused_with_what_to_do(write, load):
    with pytest.raises(loaders.Refused, match=r"Case\.csv: no object that Leadhouse reads; .* such as Lead\.csv"):
        load(write("Case.csv", "Id,Subject\n500A,x\n"))


def test_a_folder_without_anything_to_load_is_refused(write, load):
    with pytest.raises(loaders.Refused, match=r"The one file found is not one that salesforce reads: notes\.txt: its"):
        load(write("notes.txt", "x").parent)


def test_a_folder_of_which_nothing_is_read_says_why_grouped_by_reason(write, load):
    for number in range(5):
        write(f"photo_{number}.jpg", b"x")
    with pytest.raises(loaders.Refused) as refused:
        load(write("Case.csv", "Id,Subject\n500A,x\n").parent)
    assert refused.value.reason == (
        "None of the 6 files found is one that salesforce reads: "
        "5 files (each: not a table of records (CSV, XLSX, JSON and Parquet are)): photo_0.jpg, photo_1.jpg, "
        "photo_2.jpg and 2 more; "
        "Case.csv: no object that Leadhouse reads; if it is one, name the file after it, such as Lead.csv"
    )


def test_many_reasons_are_not_all_told(write, load):
    for number in range(7):
        path = write(f"{number}.json", f'[{{"attributes": {{"type": "X{number}__c"}}, "Name": "x"}}]')
    with pytest.raises(loaders.Refused, match="; and 2 more reasons"):
        load(path.parent)


def test_api_names_match_in_any_case(write, load, query):
    load(write("Lead.csv", "ID,CREATEDDATE,LASTNAME\n00Q1,2026-01-01,Bar\n"))
    assert query('select "Id", "CreatedDate", "LastName" from salesforce.lead') == [("00Q1", "2026-01-01", "Bar")]


def test_a_connectors_names_are_those_of_the_api(write, load, query):
    content = (
        f"id,created_date,is_deleted,mql_date_c,own_c,_synced\n{LEAD_ID},2026-01-01 10:00:00,FALSE,2026-01-02,a,b\n"
    )
    report = load(write("crm_lead_data.csv", content))
    assert [(file.object, file.landed, file.new_columns) for file in report.files] == [
        ("Lead", 1, ("_synced", "own_c"))
    ]
    assert query('select "Id", "CreatedDate", "IsDeleted", "MQL_Date__c", own_c, _time_zone from salesforce.lead') == [
        (LEAD_ID, "2026-01-01 10:00:00", "FALSE", "2026-01-02", "a", None)
    ]


def test_the_name_itself_goes_before_a_connectors(write, load, query):
    load(write("Lead.csv", f"Id,created_date,CreatedDate\n{LEAD_ID},x,2026-01-01\n"))
    assert query("select CreatedDate, created_date from salesforce.lead") == [("2026-01-01", "x")]


def test_two_names_that_mean_the_same_are_refused(write, load):
    with pytest.raises(loaders.Refused, match="two columns of the header mean the same field"):
        load(write("Lead.csv", f"Id,created_date,Created_Date_\n{LEAD_ID},2026-01-01,2026-01-02\n"))


@pytest.mark.parametrize("lead_id", ["17", "L-0001", "003Ab00000CdEfGIAV"])
def test_another_systems_file_is_not_taken_for_a_connectors(write, load, lead_id):
    with pytest.raises(loaders.Refused) as refused:
        load(write("lead.csv", f"id,created_date\n{lead_id},2026-01-01\n"))
    assert "created_date" in refused.value.reason or "its ids are those of Contact" in refused.value.reason


def test_a_connectors_table_without_records_is_read(write, load):
    assert [file.object for file in load(write("lead.csv", "id,created_date\n")).files] == ["Lead"]


def test_corrected_records_of_a_connectors_table_land_in_the_same_columns(write, load, warehouse, tmp_path, query):
    load(write("lead.csv", f"id,created_date,company\n{LEAD_ID},2026-01-01,a\n00Q5j00000KxY2bEAF,2026-01-02\n"))
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    file.path.write_text(file.path.read_text().replace("2026-01-02", "2026-01-02,b"))
    loaders.retry_rejects("salesforce", [file.path], warehouse)
    assert query("select CreatedDate, Company from salesforce.lead order by 1") == [
        ("2026-01-01", "a"),
        ("2026-01-02", "b"),
    ]


@pytest.mark.parametrize(
    "source", [source for source in landing_sources() if not source.is_mapped], ids=lambda s: s.name
)
def test_declared_names_are_unambiguous_without_case_and_underscores(source):
    for table in source.tables:
        names = [column.name.lower().replace("_", "") for column in table.columns]
        assert sorted(names) == sorted(set(names)), table.name


@pytest.mark.parametrize(
    "columns", ["_fivetran_active,_fivetran_start\n{id},2026-01-01,true,", "_fivetran_active\n{id},2026-01-01,FALSE"]
)
def test_a_table_that_keeps_earlier_versions_is_left_to_a_mapping(write, load, columns):
    columns = columns.format(id=LEAD_ID)
    with pytest.raises(
        loaders.Refused, match=r'it keeps earlier versions .*; a mapping reads it \(where _fivetran_active = "true"\)'
    ):
        load(write("crm_lead.csv", f"id,created_date,{columns}\n"))
    assert load(write("crm_lead.csv", f"id,created_date,_fivetran_active\n{LEAD_ID},2026-01-01,TRUE\n")).landed == 1


def test_unknown_columns_land_and_are_reported_once(write, load, query):
    first = load(write("Lead.csv", "Id,CreatedDate,Lead Source Type,Gold__c\n00Q1,2026-01-01,Web,yes\n"))
    assert first.files[0].new_columns == ("Gold__c", "Lead Source Type")
    second = load(write("Lead.csv", "Id,CreatedDate,Gold__c\n00Q2,2026-01-01,no\n"))
    assert second.files[0].new_columns == ()
    assert second.drift.lines() == ["Lead: columns no longer exported: Lead Source Type"]
    assert query('select "Gold__c", "Lead Source Type" from salesforce.lead order by 1') == [
        ("no", None),
        ("yes", "Web"),
    ]


def test_missing_columns_are_null_and_named(write, load, query):
    report = load(write("Opportunity.csv", "Id,Amount\n0061,5\n"))
    assert "StageName" in report.files[0].missing_columns
    assert "Loss_Reason__c" not in report.files[0].missing_columns, "one of several candidates"
    assert query('select "StageName" from salesforce.opportunity') == [(None,)]


@pytest.mark.parametrize(
    ("name", "content", "missing"),
    [("Lead.csv", "Id,Status\n1,New\n", '"CreatedDate"'), ("Task.csv", "Subject,Status\nx,y\n", '"Id"')],
)
def test_a_file_without_a_required_column_is_refused(write, load, name, content, missing):
    with pytest.raises(loaders.Refused, match=f"{name} line 1: the header has no {missing}"):
        load(write(name, content))


def test_a_report_is_read_by_its_labels(write, load, query):
    report = load(write("my report.csv", REPORT), time_zone="Europe/Berlin", date_order="dmy")
    assert report.files[0].object == "Lead"
    assert query('select "Id", "CreatedDate", "Status", _time_zone, _date_order from salesforce.lead') == [
        ("00Q1", "31/01/2026 14:05", "New", "Europe/Berlin", "dmy")
    ]


def test_another_systems_export_under_the_same_labels_is_not_taken_for_a_report(write, load):
    path = write("contacts.csv", "Contact ID,First Name,Last Name\nCONT-41eb,A,B\n")
    with pytest.raises(loaders.Refused, match="no object that Leadhouse reads"):
        load(path, time_zone="UTC", date_order="ymd")
    assert load(write("people.csv", "Contact ID,First Name,Last Name\n0031,A,B\n"), time_zone="UTC", date_order="ymd")


@pytest.mark.parametrize("options", [{}, {"time_zone": "UTC"}, {"date_order": "dmy"}])
def test_a_report_needs_its_time_zone_and_date_order(write, load, options):
    with pytest.raises(loaders.Refused, match=r"labels of a report.*--time-zone.*--date-order"):
        load(write("my report.csv", REPORT), **options)


def test_local_times_under_api_names_need_them_too(write, load):
    path = write("Lead.csv", "Id,CreatedDate\n00Q1,02/24/26 02:18 AM\n")
    with pytest.raises(loaders.Refused, match="CreatedDate is not written yyyy-mm-dd"):
        load(path)
    assert load(path, time_zone="America/New_York", date_order="mdy").landed == 1


def test_the_systems_own_times_ignore_the_zone_of_reports(write, load, query):
    load(
        write("Lead.csv", "Id,CreatedDate\n1,2024-01-23T02:46:47.000+0000\n"), time_zone="Asia/Tokyo", date_order="mdy"
    )
    assert query("select _time_zone, _date_order from salesforce.lead") == [(None, None)]


@pytest.mark.parametrize(("option", "value"), [("time_zone", "Berlin"), ("date_order", "ydm")])
def test_unknown_formats_are_refused(write, load, option, value):
    with pytest.raises(loaders.Refused, match=value):
        load(write("Lead.csv", LEADS), **{option: value})


def test_all_declared_tables_exist_even_if_empty(warehouse, query):
    loaders.ensure_landing(warehouse)
    tables = {name for (name,) in query("select schema_name || '.' || table_name from duckdb_tables()")}
    assert {"salesforce.lead", "salesforce.email_message", "spreadsheet.quotes", "ledger.value_maps"} <= tables
    loaders.ensure_landing(warehouse)
    assert query("select count(*) from salesforce.lead") == [(0,)]


def test_an_older_landing_gets_the_columns_declared_since(warehouse, write, load, query):
    import duckdb

    loaders.ensure_landing(warehouse)
    with duckdb.connect(str(warehouse / "landing.duckdb")) as connection:
        connection.execute('alter table salesforce.lead drop column "Status"')
    load(write("Lead.csv", LEADS))
    assert query('select "Status" from salesforce.lead order by _source_row') == [("New",), ("Contacted",)]
